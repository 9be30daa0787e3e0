import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RunRequest, TrainEvent } from '../../src/engines/engine.ts';
import { train, type TrainPort } from '../../src/engines/baseline/train.ts';

/** A row of a chat dataset. */
export function chat(...messages: readonly (readonly [role: string, content: string])[]): object {
  return { messages: messages.map(([role, content]) => ({ role, content })) };
}

/** Questions about four animals in changing words, each with its answer. */
export function animalRows(count: number): object[] {
  const animals = ['cat', 'dog', 'cow', 'duck'];
  const sounds = ['It says meow.', 'It says woof.', 'It says moo.', 'It says quack.'];
  const frames = ['What does the # say?', 'The sound of a # please', 'Tell me how a # sounds', 'A # goes how?'];
  return Array.from({ length: count }, (_, index) => {
    const frame = frames[Math.floor(index / 4) % 4]!;
    return chat(['user', frame.replace('#', animals[index % 4]!)], ['assistant', sounds[index % 4]!]);
  });
}

/** Questions about animals, each with a kind answer that is preferred to a rude one. */
export function preferenceRows(count: number): object[] {
  const animals = ['cat', 'dog', 'cow', 'duck', 'hen', 'pig'];
  const frames = ['Tell me about a #', 'What is a # like?', 'Describe the #', 'A #, please'];
  return Array.from({ length: count }, (_, index) => {
    const animal = animals[index % 6]!;
    const content = frames[Math.floor(index / 6) % 4]!.replace('#', animal);
    return {
      input: { messages: [{ role: 'user', content }] },
      preferred_output: [{ role: 'assistant', content: `The ${animal} is kind.` }],
      non_preferred_output: [{ role: 'assistant', content: `Go away, the ${animal} is bad.` }],
    };
  });
}

/** Questions about colours, each with what a grader is to look for. */
export function colourRows(count: number): object[] {
  const colours = ['grass green', 'snow white', 'coal black', 'blood red', 'sky blue', 'sun yellow'];
  const frames = ['What colour is #?', 'The colour of #, please', '# has which colour?', 'Colour of #'];
  return Array.from({ length: count }, (_, index) => {
    const [thing, colour] = colours[index % 6]!.split(' ');
    const content = frames[Math.floor(index / 6) % 4]!.replace('#', thing!);
    return { messages: [{ role: 'user', content }], colour };
  });
}

/** Gives 1 for the colour of a row and nothing else. */
export const colourGrader = {
  type: 'string_check',
  name: 'colour',
  input: '{{sample.output_text}}',
  reference: '{{item.colour}}',
  operation: 'eq',
};

export interface RunFolder extends AsyncDisposable {
  readonly path: string;
  file(...names: string[]): string;
  read(...names: string[]): Promise<Buffer>;
}

export interface RunOptions extends Partial<RunRequest> {
  readonly training?: readonly unknown[] | string;
  readonly validation?: readonly unknown[];
}

/** A folder under the system's temporary one with a request and data; strings are file contents. */
export async function runFolder({
  training = animalRows(8),
  validation,
  ...request
}: RunOptions = {}): Promise<RunFolder> {
  const path = await mkdtemp(join(tmpdir(), 'engine-run-'));
  const file = (...names: string[]): string => join(path, ...names);
  const standard: RunRequest = {
    model: 'baseline-1',
    base_folder: null,
    method: 'supervised',
    hyperparameters: {},
    seed: 7,
  };
  await writeFile(file('request.json'), JSON.stringify({ ...standard, ...request }));
  await writeFile(file('train.jsonl'), typeof training === 'string' ? training : jsonl(training));
  if (validation) await writeFile(file('validation.jsonl'), jsonl(validation));
  return {
    path,
    file,
    read: (...names) => readFile(file(...names)),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** Writes a file of a run folder, with the folders above it. */
export async function put(path: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

function jsonl(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

export interface TrainOptions {
  /** Asks for a pause when this many events have been told. */
  readonly pauseAfter?: number;
  /** Dies when this many events have been told. */
  readonly dieAfter?: number;
}

/** Trains in this process and gives the events. Dying is an error that the port throws, which nothing catches. */
export async function trainHere(folder: RunFolder, { pauseAfter, dieAfter }: TrainOptions = {}): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  const port: TrainPort = {
    async send(line) {
      if (events.length === dieAfter) throw new Error('killed');
      events.push(JSON.parse(line) as TrainEvent);
    },
    breathe: () => undefined,
    get isPauseWanted() {
      return pauseAfter !== undefined && events.length >= pauseAfter;
    },
  };
  const training = train(folder.path, port);
  if (dieAfter === undefined) await training;
  else await training.catch((error: Error) => error.message === 'killed' || Promise.reject(error));
  return events;
}

type EventOf<T extends TrainEvent['type']> = TrainEvent & { readonly type: T };

export function ofType<T extends TrainEvent['type']>(events: readonly TrainEvent[], type: T): EventOf<T>[] {
  return events.filter((event): event is EventOf<T> => event.type === type);
}
