import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readEngines, trainMethods, type EngineSettings } from '../../../src/common/engineSettings.ts';
import {
  runFiles,
  type CompletionEvent,
  type CompletionRequest,
  type RunRequest,
  type TrainCommand,
  type TrainEvent,
  type TrainMetrics,
} from '../../../src/engines/engine.ts';
import { parseTrainEvent } from '../../../src/server/training/trainEvents.ts';

/** Every member of a type by name; the compiler sees to it that none is missing here and none too many. */
type Members<T> = { readonly [K in keyof T as string extends K ? never : K]-?: true };
/** Every kind of an event with its members. */
type Kinds<T extends { readonly type: string }> = {
  readonly [K in T['type']]: Members<Omit<Extract<T, { readonly type: K }>, 'type'>>;
};

const settings: Members<EngineSettings> = { name: true, command: true, models: true, methods: true };
const request: Members<RunRequest> = {
  model: true,
  base_folder: true,
  method: true,
  hyperparameters: true,
  grader: true,
  seed: true,
};
const metrics: Members<TrainMetrics> = {
  train_loss: true,
  train_mean_token_accuracy: true,
  valid_loss: true,
  valid_mean_token_accuracy: true,
  full_valid_loss: true,
  full_valid_mean_token_accuracy: true,
  train_mean_reward: true,
  full_valid_mean_reward: true,
  full_valid_mean_parse_error: true,
};
const trainEvents: Kinds<TrainEvent> = {
  started: { total_steps: true, step: true, hyperparameters: true },
  metrics: { step: true, total_steps: true, metrics: true },
  checkpoint: { step: true, epoch: true, metrics: true },
  paused: { step: true },
  succeeded: { trained_tokens: true },
  failed: { code: true, message: true },
};
const trainCommands: Kinds<TrainCommand> = { pause: {} };
const completionRequest: Members<CompletionRequest> = {
  id: true,
  messages: true,
  temperature: true,
  top_p: true,
  max_completion_tokens: true,
  stop: true,
  seed: true,
};
const completionEvents: Kinds<CompletionEvent> = {
  delta: { id: true, text: true },
  completed: { id: true, finish_reason: true, usage: true },
  failed: { id: true, message: true },
};

const text = readFileSync('docs/engines.md', 'utf8');

/** The rows of the table whose first column has this head: the codes in each cell. */
function table(head: string): string[][][] {
  const [, rows] = new RegExp(`^\\| ${head} \\|.*\\n\\|[-|]+\\|\\n((?:\\|.*\\n)+)`, 'm').exec(text) ?? [];
  assert.ok(rows, `there is no table "${head}"`);
  const cells = (row: string): string[] => row.split('|').slice(1, -1);
  return rows
    .trim()
    .split('\n')
    .map((row) => cells(row).map((cell) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, code]) => String(code))));
}

/** First column -> codes of the second one. */
const kinds = (head: string): Record<string, string[]> =>
  Object.fromEntries(table(head).map(([names, members]) => [names?.[0], (members ?? []).toSorted()]));
const firstColumn = (head: string): string[] => table(head).map(([names]) => names?.[0] ?? '');

const asKinds = (all: object): Record<string, string[]> =>
  Object.fromEntries(Object.entries(all).map(([kind, members]) => [kind, Object.keys(members as object).toSorted()]));

describe('docs/engines.md', () => {
  for (const [head, members] of [
    ['member', settings],
    ['request member', completionRequest],
    ['number', metrics],
  ] as const) {
    it(`lists the members of "${head}" as the port has them`, () => {
      assert.deepEqual(firstColumn(head).toSorted(), Object.keys(members).toSorted());
    });
  }

  it('lists the members of request.json as the port has them', () => {
    const part = text.slice(text.indexOf('### request.json'), text.indexOf('### Events that you write'));
    const names = Array.from(part.matchAll(/^\| `(\w+)` \|/gm), ([, name]) => String(name));
    assert.deepEqual(names.toSorted(), Object.keys(request).toSorted());
  });

  for (const [head, types] of [
    ['event', trainEvents],
    ['command', trainCommands],
    ['answer event', completionEvents],
  ] as const) {
    it(`lists each "${head}" with its members as the port has them`, () => {
      assert.deepEqual(kinds(head), asKinds(types));
    });
  }

  it('has examples that the server takes', () => {
    const blocks = Array.from(text.matchAll(/^```json\n([^`]+)```/gm), ([, block]) => String(block));
    const [engines = '', events = ''] = blocks;
    assert.deepEqual(readEngines(JSON.parse(engines)).problems, []);
    for (const line of events.trim().split('\n')) assert.ok(parseTrainEvent(JSON.parse(line)), line);
  });

  it('names the files of a run folder and the methods', () => {
    assert.deepEqual(firstColumn('name').toSorted(), Object.values(runFiles).toSorted());
    for (const method of trainMethods) assert.ok(text.includes(`\`${method}\``), method);
  });
});
