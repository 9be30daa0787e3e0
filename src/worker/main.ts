import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { KnownRowsByTarget } from '../dataset/knownRows.ts';
import { checkContent } from './checkContent.ts';
import { checkPath, checkPathPart } from './checkPath.ts';
import { countRows } from './countTokens.ts';
import { decode } from './decode.ts';
import { failureOf } from './failure.ts';
import type { Calls, WorkerReply, WorkerRequest } from './protocol.ts';
import { Counters } from './ranks.ts';

/** The program of a worker thread: answers the calls of `start.ts`. */
type Call = Extract<WorkerRequest, { type: 'call' }>;

const counters = new Counters(ranksFolder(workerData));
const knownRows = new KnownRowsByTarget(decode);
const running = new Map<number, AbortController>();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const send = (reply: WorkerReply): void => parentPort?.postMessage(reply);

parentPort?.on('message', (request: WorkerRequest) => {
  if (request.type === 'cancel') running.get(request.id)?.abort();
  else run(request).catch((error: unknown) => send({ type: 'failure', id: request.id, failure: failureOf(error) }));
});

async function run(call: Call): Promise<void> {
  const { id } = call;
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const result = await answer(call, controller.signal);
    if (!controller.signal.aborted) send({ type: 'result', id, result });
  } catch (error) {
    if (!controller.signal.aborted) throw error;
  } finally {
    running.delete(id);
  }
}

async function answer(call: Call, signal: AbortSignal): Promise<Calls[Call['name']]['result']> {
  const onRead = (bytes: number): void => send({ type: 'progress', id: call.id, bytes });
  switch (call.name) {
    case 'countTokens': {
      const { rows, format, encoding } = call.parameters;
      return countRows(rows, format, counters.of(encoding));
    }
    case 'checkFile':
      return checkPath(call.parameters.path, call.parameters.options, { counters, knownRows, signal, onRead });
    case 'checkContent':
      return checkContent(call.parameters, { counters, signal });
    case 'checkPart': {
      const { path, options, range } = call.parameters;
      return checkPathPart(path, options, { counters, knownRows, signal, onRead }, range);
    }
  }
}

/** The folder with the ranks: that of this program, unless whoever starts it names another. */
function ranksFolder(data: unknown): string {
  const isNamed = typeof data === 'object' && data !== null && 'ranks' in data && typeof data.ranks === 'string';
  return isNamed ? (data as { readonly ranks: string }).ranks : dirname(process.argv[1] ?? '');
}
