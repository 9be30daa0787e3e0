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
  /** Of the processors, all threads together: other work on the machine changes it far less. Undefined as `mebibytes`. */
  readonly processorSeconds: number | undefined;
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

/** Ticks of the system's clock in a second, as /proc counts them on every Linux. */
const ticksPerSecond = 100;

/** Seconds that processors have spent on the processes that this one has started and seen the end of. */
async function processorSeconds(): Promise<number | undefined> {
  const stat = await readFile('/proc/self/stat', 'utf8').catch(() => '');
  // After the name of the program, which may have any characters: fields 3 and on of proc(5), of which 16 and 17 count.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[13]) + Number(fields[14]);
  return Number.isNaN(ticks) ? undefined : ticks / ticksPerSecond;
}

/** Runs a contender once. Exit code 1 is fine: it says that problems were found. Rejects if the program fails otherwise. */
export async function run({ name, command: [program, ...args] }: Contender): Promise<Run> {
  const before = await processorSeconds();
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
  const seconds = (performance.now() - start) / 1000;
  const after = await processorSeconds();
  const ofProcessors = before === undefined || after === undefined ? undefined : after - before;
  return { seconds, processorSeconds: ofProcessors, mebibytes, output };
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

/** The median over the rounds of what `of` took divided by what `by` did in the same round. */
export function medianRatio(
  of: readonly Run[],
  by: readonly Run[],
  taken: 'seconds' | 'processorSeconds' = 'seconds',
): number {
  return median(of.map((run, round) => (run[taken] ?? Number.NaN) / (by[round]?.[taken] ?? Number.NaN)));
}
