import assert from 'node:assert/strict';
import { hasByteOrderMark, isUtf16, isUtf8 } from '../../../src/dataset/bytes.ts';
import type { FileEncoding } from '../../../src/dataset/fileEncoding.ts';
import type { JsonObject } from '../../../src/dataset/formats.ts';
import type { DatasetSession } from '../../../src/dataset/session.ts';
import type { TokenCounter } from '../../../src/dataset/tokens/counter.ts';
import { exampleTokens } from '../../../src/dataset/tokens/exampleTokens.ts';
import { asExpected, checkBytes, chunks, corpusFiles, sessionOf, trainingOf, type CorpusFile } from './support.ts';

/** True where a file has a row so long that its tokens have to be counted; the tables for that take a while. */
export const needsCounter = ({ bytes }: CorpusFile): boolean => bytes.length > 100_000;

/** Checks a file of the corpus as a file and as a document: both have the expected problems, and no others. */
export async function checkCorpusFile(file: CorpusFile, counter: () => TokenCounter): Promise<void> {
  const { bytes, trainingFile, expected } = file;
  const training = trainingFile === undefined ? undefined : corpusFiles().find(({ name }) => name === trainingFile);
  const options = {
    ...file.options,
    ...(training && { training: await trainingOf(training.name, training.bytes) }),
  };
  const check = await checkBytes(bytes, { ...options, limitCounter: counter }, 1000);
  assert.deepEqual(check.problems.map(asExpected), expected);

  const { text, encoding } = await asDocument(bytes);
  const session = sessionOf(text, { ...options, encoding });
  countLongRows(session, counter);
  assert.deepEqual(session.problems, check.problems);
  // Nothing is read of UTF-16 on disk.
  if (encoding === 'utf16') return;
  const { problems, more, tokens: _, ...summary } = check;
  assert.equal(more, 0);
  assert.deepEqual(session.summary, summary);
  assert.equal(problems.length, summary.errors + summary.warnings + summary.infos);
}

/** The text of a file as an editor shows it, and how it was read. */
async function asDocument(bytes: Uint8Array): Promise<{ readonly text: string; readonly encoding: FileEncoding }> {
  if (isUtf16(bytes))
    return { text: new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes), encoding: 'utf16' };
  const text = new TextDecoder().decode(bytes);
  if (hasByteOrderMark(bytes)) return { text, encoding: 'utf8bom' };
  return { text, encoding: (await isUtf8(chunks(bytes, 1000))) ? 'utf8' : 'undecoded' };
}

/** Does what an editor does about rows that may have too many tokens. */
function countLongRows(session: DatasetSession, counter: () => TokenCounter): void {
  const { format } = session.summary;
  for (const text of session.uncounted) {
    if (format) session.tellTokens(text, exampleTokens(JSON.parse(text) as JsonObject, counter(), format));
  }
}
