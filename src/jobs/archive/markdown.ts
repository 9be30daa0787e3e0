/**
 * Text of a service in a line of Markdown, readable as plain text too: only what would be markup, a cell, HTML or a link is
 * escaped.
 */
export function inline(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*[\]<>|~&]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\$&')
    .replaceAll('://', '\\://')
    .replaceAll(/\bwww\./gi, (found) => found.replace('.', '\\.'));
}

/** A table with these headings; the cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A list of at most `most` lines, and how many more there are. */
export function list(lines: readonly string[], most: number, more: (count: number) => string): string {
  const shown = lines.slice(0, most).map((line) => `- ${line}`);
  return [...shown, ...(lines.length > most ? [`- ${more(lines.length - most)}`] : [])].join('\n');
}
