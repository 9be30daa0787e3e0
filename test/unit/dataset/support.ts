import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFile, indexFile, type CheckFileOptions, type FileCheck } from '../../../src/dataset/checkFile.ts';
import { splitRows } from '../../support/splitRows.ts';
import type { Problem } from '../../../src/dataset/problems.ts';
import type { TrainingRows } from '../../../src/dataset/sessionRepeats.ts';
import { DatasetSession, type DatasetOptions } from '../../../src/dataset/session.ts';

export const defaults: DatasetOptions = { target: 'openai', role: 'training' };

/** A problem as the corpus lists it. */
export interface Expected {
  readonly line: number;
  readonly rule: string;
  readonly severity: string;
  readonly startColumn: number;
  readonly endColumn: number;
}

export function asExpected({ rule, severity, row, span }: Problem): Expected {
  return { line: row + 1, rule, severity, startColumn: span.start, endColumn: span.end };
}

/** `line:start-end rule` of each problem: short enough to compare in a test. */
export function brief(problems: readonly Problem[]): string[] {
  return problems.map(({ row, span, rule }) => `${row + 1}:${span.start}-${span.end} ${rule}`);
}

/** A session that has checked all of `text`. */
export function sessionOf(text: string, options: Partial<DatasetOptions> = {}): DatasetSession {
  const rows = splitRows(text);
  const session = new DatasetSession({ ...defaults, ...options });
  settle(session.load({ count: rows.length, row: (index) => rows[index] ?? '' }));
  return session;
}

/** Does all the work of a generator and returns the number of pieces. */
export function settle(work: Generator<void, void, void>): number {
  let pieces = 0;
  while (!work.next().done) pieces++;
  return pieces;
}

/** What the problems of one row are, not counting those of the file, in a file of chat data that is long enough. */
export function rowProblemsOf(row: string, options: Partial<DatasetOptions> = {}): string[] {
  const text = [row, ...chatRows(10)].join('\n');
  return brief(sessionOf(text, options).problems)
    .filter((line) => line.startsWith('1:'))
    .map((line) => line.slice(2));
}

/** The same, each as its rule and the text that it marks. */
export function markedIn(row: object | string, options: Partial<DatasetOptions> = {}): string[] {
  const text = typeof row === 'string' ? row : JSON.stringify(row);
  const others = options.format === undefined ? Array.from({ length: 10 }, () => chatRow()) : [];
  return sessionOf([text, ...others].join('\n'), options)
    .problems.filter((problem) => problem.row === 0 && !fileRules.has(problem.rule))
    .map(({ rule, span }) => `${rule} ${text.slice(span.start, span.end)}`);
}

const fileRules: ReadonlySet<string> = new Set(['file/too-few-examples']);

export function chatRow(...messages: readonly object[]): string {
  const plain = [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Hello' },
  ];
  return JSON.stringify({ messages: messages.length > 0 ? messages : plain });
}

/** So many rows of chat data, all right and all different. */
export function chatRows(count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    chatRow({ role: 'user', content: `Hi ${index}` }, { role: 'assistant', content: 'Hello' }),
  );
}

/** Checks `bytes` in chunks of `size`. */
export function checkBytes(
  bytes: Uint8Array,
  options: Partial<CheckFileOptions> = {},
  size = 1 << 16,
): Promise<FileCheck> {
  return checkFile(chunks(bytes, size), { ...defaults, read: (start, end) => bytes.subarray(start, end), ...options });
}

/** A training file called `name`, as what a validation file is compared with. */
export async function trainingOf(name: string, bytes: Uint8Array): Promise<TrainingRows> {
  const index = await indexFile(chunks(bytes, 1 << 16), defaults);
  return { name, index, read: (start, end) => bytes.subarray(start, end) };
}

/** `bytes` as a stream, in chunks of `size`. */
export async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

const corpus = join(import.meta.dirname, '../../fixtures/corpus');

export interface CorpusFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly options: Partial<DatasetOptions>;
  /** Of a validation file: the file of the corpus that is trained. */
  readonly trainingFile: string | undefined;
  readonly expected: readonly Expected[];
}

function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(join(corpus, name), 'utf8')) as T;
}

/** Cases that other tests build, since they are too large for a file. */
export function largeCases(): readonly { readonly rule: string }[] {
  return readJson('synthetic-cases.json');
}

/** Every file of the corpus, with what is expected of it. */
export function corpusFiles(): CorpusFile[] {
  const expected = readJson<Record<string, Expected[]>>('expected.json');
  const options =
    readJson<Record<string, { provider?: 'azure'; role?: 'validation'; trainingFile?: string }>>('options.json');
  const names = ['valid', 'invalid'].flatMap((folder) =>
    readdirSync(join(corpus, folder)).map((file) => `${folder}/${file}`),
  );
  return names.map((name) => ({
    name,
    bytes: readFileSync(join(corpus, name)),
    options: { target: options[name]?.provider ?? 'openai', role: options[name]?.role ?? 'training' },
    trainingFile: options[name]?.trainingFile,
    expected: expected[name] ?? [],
  }));
}

/** All rows of so many messages of these kinds. */
export function everyRow(kinds: readonly object[], messages: number): readonly string[] {
  const digits = (number: number): readonly object[] =>
    Array.from({ length: messages }, (_, at) => kinds[Math.floor(number / kinds.length ** at) % kinds.length] ?? {});
  return Array.from({ length: kinds.length ** messages }, (_, number) => chatRow(...digits(number)));
}
