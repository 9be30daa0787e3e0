import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** One program that does the work of a group, as a process of its own. */
export interface Contender {
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]];
}

/** What one run took. */
export interface Run {
  /** Wall clock, start-up included. */
  readonly seconds: number;
  /** Peak memory; undefined where the platform does not tell. */
  readonly mebibytes: number | undefined;
  readonly output: string;
}

/** Milliseconds between looks at a process' memory. The system keeps the peak, so only its last moments can be missed. */
const lookInterval = 15;

/** MiB that a process has had at most; undefined where the platform does not tell, or the process has ended. */
async function peakMemory(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const peak = /VmHWM:\s+(\d+)/.exec(status)?.[1];
  return peak === undefined ? undefined : Number(peak) / 1024;
}

/** Runs a contender once. Exit code 1 is fine: it says that problems were found. Rejects if the program fails otherwise. */
export async function run({ name, command: [program, ...args] }: Contender): Promise<Run> {
  const start = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  let mebibytes: number | undefined;
  const look = setInterval(() => {
    peakMemory(child.pid).then((peak) => (mebibytes = peak ?? mebibytes), String);
  }, lookInterval);
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  clearInterval(look);
  // Without a word it is no result, whatever the code.
  if ((code !== 0 && code !== 1) || output === '') throw new Error(`${name} ended with code ${code}:\n${errors}`);
  return { seconds: (performance.now() - start) / 1000, mebibytes, output };
}

/** Runs all contenders, one after the other, so many times over: what disturbs the machine disturbs them alike. */
export async function interleaved(contenders: readonly Contender[], rounds: number): Promise<Map<Contender, Run[]>> {
  const runs = new Map<Contender, Run[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) runs.get(contender)?.push(await run(contender));
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  return runs;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** The median over the rounds of `of` divided by that of `by` in the same round. */
export function medianRatio(of: readonly Run[], by: readonly Run[]): number {
  return median(of.map(({ seconds }, round) => seconds / (by[round]?.seconds ?? Number.NaN)));
}
