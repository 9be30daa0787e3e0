import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** Where the baseline engine's program is: beside the bundled server, or in the sources. */
export function findEngineFile(program: string): string {
  const bundled = join(dirname(program), 'engine.js');
  return existsSync(bundled) ? bundled : join(dirname(program), '..', 'engines', 'baseline', 'main.ts');
}
