import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../common/errors.ts';
import type { TrainMethod } from '../engines/engine.ts';

/** A program that trains and answers, as src/engines/engine.ts says. */
export interface EngineSpec {
  readonly name: string;
  /** Executable and first arguments; `train RUN_FOLDER` or `serve MODEL_FOLDER` is appended. */
  readonly command: readonly string[];
  /** Ids of its own models. */
  readonly models: readonly string[];
  readonly methods: readonly TrainMethod[];
}

/** The engine that ships with the server; `file` is its program, run by the same Node. */
export function baselineEngine(file: string): EngineSpec {
  return {
    name: 'finetune-workbench',
    command: [process.execPath, file],
    models: ['baseline-1'],
    methods: ['supervised'],
  };
}

/**
 * The baseline engine's program: `chosen`, or the one beside the bundled server or in the sources. Throws a UserError where
 * it is missing.
 */
export function findEngineFile(program: string, chosen: string | undefined): string {
  const bundled = join(dirname(program), 'engine.js');
  const places = chosen === undefined ? [bundled, join(dirname(program), '../engines/baseline/main.ts')] : [chosen];
  const found = places.find((path) => existsSync(path));
  if (found !== undefined) return resolve(found);
  throw new UserError(
    'server.noEngine',
    `The program that trains is missing: ${places[0]}.`,
    'Choose it with --engine-file.',
  );
}
