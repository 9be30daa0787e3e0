import { join } from 'node:path';
import { runCheck } from '../../src/cli/check.ts';

export const corpusFile = (name: string): string => join(import.meta.dirname, '../fixtures/corpus', name);

/** Runs `finetune check` in this process and returns what it wrote and its exit code; `ranks` is a folder. */
export async function check(
  args: readonly string[],
  ranks = 'none',
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let out = '';
  let err = '';
  const io = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
  };
  const code = await runCheck(args, io, { worker: 'none', ranks });
  return { code, out, err };
}
