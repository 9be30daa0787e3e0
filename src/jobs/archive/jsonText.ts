import { applyEdits, format } from 'jsonc-parser';

/** The JSON text with line breaks for people. Only what stands between values changes: each value stays as it was sent. */
export function pretty(json: string): string {
  const edits = format(json, undefined, { insertSpaces: true, tabSize: 2, eol: '\n' });
  return `${applyEdits(json, edits).trimEnd()}\n`;
}
