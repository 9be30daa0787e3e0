import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cliProgram } from './programs.ts';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A `finetune archive` that runs. */
export interface ArchiveProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts `finetune archive` with no key but the one that is given. */
export function startArchive(
  args: readonly string[],
  key?: string,
  environment: NodeJS.ProcessEnv = process.env,
): ArchiveProcess {
  const keys = { FINETUNE_API_KEY: key, OPENAI_API_KEY: undefined, AZURE_OPENAI_API_KEY: undefined };
  const child = spawn(process.execPath, [cliProgram, 'archive', ...args], {
    env: { ...environment, ...keys },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode, out, err }));
  return { child, ended };
}

export function runArchive(args: readonly string[], key?: string): Promise<Ended> {
  return startArchive(args, key).ended;
}

/** What a person sees of `finetune archive` in a terminal: util-linux's `script` gives it one. */
export async function archiveInTerminal(args: readonly string[], key: string): Promise<Pick<Ended, 'code' | 'out'>> {
  const words = [process.execPath, cliProgram, 'archive', ...args];
  const command = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { ...process.env, FINETUNE_API_KEY: key, TERM: 'xterm' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  await once(child, 'close');
  return { code: child.exitCode, out };
}

/** SHA-256 of the files that have their own name in an archive, by path; no index and no README. */
export async function hashesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const hashes = new Map<string, string>();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory() || path.endsWith('.part') || entry.parentPath === folder) continue;
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
    hashes.set(path.slice(folder.length + 1), hash.digest('hex'));
  }
  return hashes;
}
