/** A place in a training file that a service spoke of. Lines are 1-based, messages 0-based as services count them. */
export interface FailureLocation {
  readonly line: number;
  /** Index of the message in the example, where the service said one. */
  readonly message?: number;
}

/**
 * The places of a file that the text of a failure speaks of, in its order, each line once. Services write "Example 100,
 * message 2", "(line 1273)", "Line 1 is not", "Flagged lines: 4, 13 ..." (OpenAI's and Azure's texts, 2023 to 2026).
 * Examples are counted from 1 and are lines, blank ones included: "Example 1273 cannot be parsed ... (line 1273)".
 */
export function failureLocations(text: string): readonly FailureLocation[] {
  const found = new Map<number, FailureLocation>();
  const add = (line: number, message?: number): void => {
    if (line < 1 || found.has(line)) return;
    found.set(line, { line, ...(message !== undefined && { message }) });
  };
  for (const [, line, message] of text.matchAll(/\bexample (\d+)(?:, message (\d+))?/gi)) {
    add(Number(line), message === undefined ? undefined : Number(message));
  }
  for (const [, line] of text.matchAll(/\(line (\d+)\)/gi)) add(Number(line));
  // Not "line 1 column 79", where a parser speaks of its own text.
  for (const [, line] of text.matchAll(/(?<!\()\bline (\d+)\b(?! column)/gi)) add(Number(line));
  for (const [, lines = ''] of text.matchAll(/flagged lines: ([\d, ]+)/gi)) {
    for (const [line] of lines.matchAll(/\d+/g)) add(Number(line));
  }
  return Array.from(found.values());
}
