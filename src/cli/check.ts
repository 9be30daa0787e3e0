import { errorText } from '../common/errors.ts';
import type { FileCheck } from '../dataset/checkFile.ts';
import { KnownRowsByTarget } from '../dataset/knownRows.ts';
import { encodingOf } from '../dataset/tokens/encoding.ts';
import { checkPath } from '../worker/checkPath.ts';
import { decode } from '../worker/decode.ts';
import { fileBytes } from '../worker/fileBytes.ts';
import { checkInParallel } from '../worker/parallel.ts';
import { Counters } from '../worker/ranks.ts';
import { DatasetWorker } from '../worker/start.ts';
import { checkArguments, checkUsage, type CheckArguments, type OutputName } from './checkArguments.ts';
import { githubOutput } from './github.ts';
import { jsonOutput, textOutput, type CheckedFile } from './output.ts';
import { ownPrograms, type Programs } from './programs.ts';
import { checkExitCodes, isUsageError, readingFailure, type Io } from './usage.ts';

/** Checks files and writes what was found; resolves to the exit code. A file that cannot be read does not keep the others from being checked. */
export async function runCheck(args: readonly string[], io: Io, programs?: Programs): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(checkUsage);
    return checkExitCodes.ok;
  }
  let parsed: CheckArguments;
  try {
    parsed = checkArguments(args);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    io.stderr.write(`${errorText(error)}\n\n${checkUsage}`);
    return checkExitCodes.usage;
  }
  return checkAll(parsed, io, programs ?? ownPrograms());
}

async function checkAll(
  { files, output, threads, options }: CheckArguments,
  io: Io,
  programs: Programs,
): Promise<number> {
  const { trainingFile } = options;
  if (trainingFile !== undefined && !(await isReadable(trainingFile, io))) return checkExitCodes.cannotRead;
  const counters = new Counters(programs.ranks);
  if (options.tokens) counters.of(encodingOf(options.model));
  const context = { counters, knownRows: new KnownRowsByTarget(decode) };
  // This thread checks as well.
  const workers = Array.from(
    { length: threads - 1 },
    () => new DatasetWorker({ program: programs.worker, ranks: programs.ranks }),
  );
  const check = (file: string): Promise<FileCheck> =>
    threads === 1 ? checkPath(file, options, context) : checkInParallel(file, options, workers, context);

  const checked: CheckedFile[] = [];
  const unreadable: string[] = [];
  try {
    for (const file of files) {
      const result = await orUnreadable(file, check(file), io);
      if (result === undefined) unreadable.push(file);
      else {
        checked.push({ file, check: result });
        writeEach(output, { file, check: result }, io);
      }
    }
  } finally {
    for (const worker of workers) worker.dispose();
  }
  await writeAll(output, checked, unreadable, io);
  if (unreadable.length > 0) return checkExitCodes.cannotRead;
  return checked.some(({ check }) => check.errors > 0) ? checkExitCodes.errors : checkExitCodes.ok;
}

/** What a person or a log can read is written as soon as a file is checked. */
function writeEach(output: OutputName, file: CheckedFile, io: Io): void {
  if (output === 'text') for (const piece of textOutput(file)) io.stdout.write(piece);
  else if (output === 'github') for (const piece of githubOutput(file)) io.stdout.write(piece);
}

/** What a program reads is one value for all files. */
async function writeAll(
  output: OutputName,
  files: readonly CheckedFile[],
  unreadable: readonly string[],
  io: Io,
): Promise<void> {
  if (output === 'json') for (const piece of jsonOutput(files)) io.stdout.write(piece);
  else if (output === 'sarif') {
    // Imported where it is needed: it holds all that is told of rules.
    const { sarifOutput } = await import('./sarif.ts');
    for (const piece of sarifOutput(files, unreadable)) io.stdout.write(piece);
  }
}

/** The result, or undefined once it was said that the file cannot be read. */
async function orUnreadable<T>(file: string, result: Promise<T>, io: Io): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    const failure = readingFailure(error);
    if (failure === undefined) throw error;
    io.stderr.write(`Cannot read ${file}: ${failure}\n`);
    return undefined;
  }
}

async function isReadable(file: string, io: Io): Promise<boolean> {
  const readByte = async (): Promise<true> => {
    // At its place, since it is read twice: a pipe has no places.
    for await (const _ of fileBytes(file, { range: { start: 0, end: 1 } })) break;
    return true;
  };
  return (await orUnreadable(file, readByte(), io)) === true;
}
