import { once } from 'node:events';

/** Writes one line to stdout; resolves when more may come, so that a slow reader slows the writer down. */
export async function writeLine(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

/** Ends this process when everything written has left it. */
export function exit(code: number): void {
  process.stdout.write('', () => process.exit(code));
}
