import { checkPart, indexFile, joinParts } from '../dataset/checkFile.ts';
import type { IndexedFile } from '../dataset/rowIndex.ts';
import { chunkBytes } from '../dataset/programMemory.ts';
import type { TokenCounter } from '../dataset/tokens/counter.ts';
import { encodingOf } from '../dataset/tokens/encoding.ts';
import { fileOptions } from './checkPath.ts';
import type { CheckContent, NamedContent, PathCheck } from './protocol.ts';
import type { Counters } from './ranks.ts';

/** As `checkPath`, for a file that is on no disk, whose content is here. */
export async function checkContent(
  { content, training, options }: CheckContent,
  { counters, signal }: { readonly counters: Counters; readonly signal: AbortSignal },
): Promise<PathCheck> {
  const counter = (): TokenCounter => counters.of(encodingOf(options.model));
  const counting = options.tokens ? { counter: counter() } : { limitCounter: counter };
  const how = fileOptions(options, signal);
  const part = await checkPart(chunksOf(content), { ...how, ...counting, isLater: false });
  const indexed = async ({ name, content }: NamedContent): Promise<IndexedFile> => {
    return { name, index: await indexFile(chunksOf(content), how), read: readerOf(content) };
  };
  const compared = training && { training: await indexed(training) };
  const check = await joinParts([part], { ...how, read: readerOf(content), ...compared });
  if (!options.sha256) return check;
  const { createHash } = await import('node:crypto');
  return { ...check, sha256: createHash('sha256').update(content).digest('hex') };
}

const readerOf = (content: Uint8Array) => (start: number, end: number) => content.subarray(start, end);

// oxlint-disable-next-line typescript/require-await -- checks take what may have to be waited for
async function* chunksOf(content: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; at < content.length; at += chunkBytes) yield content.subarray(at, at + chunkBytes);
}
