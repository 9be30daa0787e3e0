import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { builtInEngine, readEngines, trainMethods, type EngineSettings } from '../common/engineSettings.ts';
import { UserError } from '../common/errors.ts';

/** An engine as the server runs it. */
export interface EngineSpec extends EngineSettings {
  /** Its working folder, an absolute path; kept from run to run. */
  readonly folder: string;
}

/** The engine that ships with the server; `file` is its program, run by the same Node. */
export function baselineEngine(file: string): EngineSettings {
  return { ...builtInEngine, command: [process.execPath, file], methods: trainMethods };
}

/**
 * The baseline engine's program: `chosen`, or the one beside the bundled server or in the sources. Throws a UserError where
 * it is missing.
 */
export function findBaseline(program: string, chosen: string | undefined): string {
  const bundled = join(dirname(program), 'engine.js');
  const places = chosen === undefined ? [bundled, join(dirname(program), '../engines/baseline/main.ts')] : [chosen];
  const found = places.find((path) => existsSync(path));
  if (found !== undefined) return resolve(found);
  throw new UserError(
    'server.noEngine',
    `The program that trains is missing: ${places[0]}.`,
    'Choose it with --baseline.',
  );
}

/** The engines that a file lists. Throws a UserError `server.usage` that says all that is wrong with it. */
export function readEngineFile(path: string): readonly EngineSettings[] {
  const { engines, problems } = readEngines(parse(path));
  if (problems.length === 0) return engines;
  throw new UserError('server.usage', [`The engines in ${path} cannot be used.`, ...problems].join('\n'));
}

function parse(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UserError('server.usage', `The file of engines ${path} cannot be read (${reason}).`, 'Check --engine.');
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UserError('server.usage', `The file of engines ${path} is not JSON: ${(error as Error).message}.`);
  }
}
