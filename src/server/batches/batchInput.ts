import { createReadStream } from 'node:fs';
import { readLines } from '../../engines/lines.ts';
import { asObject, requireString, type JsonObject } from '../body.ts';
import { ApiError, badRequest } from '../errors.ts';
import type { BatchProblem } from './batchRow.ts';

/** One request of a batch. */
export interface BatchLine {
  /** 1-based line of the input file. */
  readonly line: number;
  /** As the client called it; unique in the file. */
  readonly customId: string;
  /** The body of the request. */
  readonly body: unknown;
}

/** Most requests of one batch, and bytes of its file (API reference, "Create batch", 2026-08-21). */
export const batchLimits = { lines: 50_000, bytes: 200 * 1024 * 1024 };

/** A line longer than what a request may have cannot be one; UTF-16 units. */
const maxLineLength = 8 * 1024 * 1024;

/** Problems that are told; beyond them a file is as broken as it can be. */
const maxProblems = 100;

/** The requests of a file that {@link checkInput} has found good. Blank lines are none. */
export async function* readInput(path: string, endpoint: string): AsyncGenerator<BatchLine, void> {
  for await (const [text, line] of numberedLines(path)) yield { line, ...parseLine(text, endpoint) };
}

/** Counts the requests of a file, and says why it cannot be run. An aborted signal throws. */
export async function checkInput(
  path: string,
  endpoint: string,
  signal: AbortSignal,
): Promise<{ readonly total: number; readonly problems: readonly BatchProblem[] }> {
  const problems: BatchProblem[] = [];
  const names = new Set<string>();
  let total = 0;
  for await (const [text, line] of numberedLines(path)) {
    signal.throwIfAborted();
    total++;
    try {
      const { customId } = parseLine(text, endpoint);
      if (names.has(customId)) throw duplicate();
      names.add(customId);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (problems.length < maxProblems) problems.push(problemOf(error, line));
    }
  }
  if (total === 0) problems.push(fileProblem('empty_file', 'The input file of the batch is empty.'));
  if (total > batchLimits.lines) {
    const message = `The input file has ${total} requests; a batch may have at most ${batchLimits.lines}.`;
    problems.unshift(fileProblem('too_many_tasks', message));
  }
  return { total, problems };
}

async function* numberedLines(path: string): AsyncGenerator<readonly [text: string, line: number], void> {
  let line = 0;
  for await (const text of readLines(createReadStream(path))) {
    line++;
    if (text.trim() !== '') yield [line === 1 ? text.replace(/^\uFEFF/, '') : text, line];
  }
}

/** Throws an ApiError that says what is wrong. */
function parseLine(text: string, endpoint: string): Omit<BatchLine, 'line'> {
  const line = parseObject(text);
  const customId = requireString(line, 'custom_id');
  if (requireString(line, 'method') !== 'POST') {
    throw badRequest(`Invalid value for 'method'. Supported values are: 'POST'.`, 'method', 'invalid_value');
  }
  if (requireString(line, 'url') !== endpoint) {
    throw badRequest('The URL of this request is not the endpoint of the batch.', 'url', 'url_mismatch');
  }
  const { body } = line.fields;
  if (body === undefined) throw badRequest(`Missing required parameter: 'body'.`, 'body', 'missing_required_parameter');
  asObject(body, 'body');
  return { customId, body };
}

function parseObject(text: string): JsonObject {
  try {
    if (text.length <= maxLineLength) return asObject(JSON.parse(text), '');
  } catch {
    // The parser's own message quotes the line.
  }
  throw badRequest('This line is not parseable as a valid JSON object.', undefined, 'invalid_json_line');
}

function duplicate(): ApiError {
  const message = 'The custom_id of this request is that of another one; it must be unique in a batch.';
  return badRequest(message, 'custom_id', 'duplicate_custom_id');
}

function problemOf({ message, details }: ApiError, line: number): BatchProblem {
  return { code: details.code ?? 'invalid_request', message, param: details.param ?? null, line };
}

function fileProblem(code: string, message: string): BatchProblem {
  return { code, message, param: 'input_file_id', line: null };
}
