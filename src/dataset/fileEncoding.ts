import { rowProblem, type RowProblem } from './problems.ts';

/**
 * How the bytes of a file have become the text of an open document; the text itself does not show it.
 *
 * - `utf8bom`: UTF-8 behind a byte-order mark, which editors hide.
 * - `undecoded`: read as UTF-8, which it is not. U+FFFD stands for what could not be read.
 * - `utf16`: read as UTF-16.
 * - `other`: read in an encoding that shares nothing but ASCII with UTF-8, such as Windows-1252.
 */
export type FileEncoding = 'utf8' | 'utf8bom' | 'undecoded' | 'utf16' | 'other';

/** Where the bytes were not UTF-8. */
const signs: Readonly<Partial<Record<FileEncoding, RegExp>>> = { undecoded: /\ufffd/, other: /[^\0-\x7f]/ };

/** The first place in a row whose bytes were not UTF-8; undefined where there is none. */
export function foreignText(row: string, encoding: FileEncoding): RowProblem | undefined {
  const column = signs[encoding] ? row.search(signs[encoding]) : -1;
  return column < 0 ? undefined : rowProblem('file/encoding', column, column + 1);
}

/** True where some or all of the text may come from bytes that are not UTF-8. */
export function isForeign(encoding: FileEncoding): boolean {
  return encoding !== 'utf8' && encoding !== 'utf8bom';
}
