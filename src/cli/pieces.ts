/** Lines or items to a piece: few writes, and no text as long as all the output. */
const itemsPerPiece = 1000;

/** The items joined by `separator`, some at a time. */
export function* joined(items: Iterable<string>, separator: string): Generator<string, void, void> {
  let before = '';
  for (const piece of grouped(items)) {
    yield before + piece.join(separator);
    before = separator;
  }
}

/** Each line with its line break, some at a time. */
export function* lined(lines: Iterable<string>): Generator<string, void, void> {
  for (const piece of grouped(lines)) yield `${piece.join('\n')}\n`;
}

function* grouped(items: Iterable<string>): Generator<readonly string[], void, void> {
  let piece: string[] = [];
  for (const item of items) {
    piece.push(item);
    if (piece.length < itemsPerPiece) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
