import { isObject } from '../common/json.ts';
import type { Checkpoint, JobEvent } from './api.ts';
import type { MetricTable } from './metrics.ts';

interface Row {
  readonly step: number;
  readonly numbers: Readonly<Record<string, number>>;
}

/** The numbers of metrics events. A service that sends no data with them may still tell them in words. */
export function eventTable(events: readonly JobEvent[]): MetricTable {
  return tableOf(events.flatMap((event) => eventRow(event) ?? []));
}

export function checkpointTable(checkpoints: readonly Checkpoint[]): MetricTable {
  return tableOf(
    checkpoints.map(({ stepNumber, metrics }) => ({
      step: stepNumber,
      numbers: Object.fromEntries(numbersIn(metrics)),
    })),
  );
}

/** What says where training stands, and is no measurement. */
const positions = new Set(['step', 'total_steps', 'epoch', 'total_epochs']);

function eventRow({ data, message, type }: JobEvent): Row | undefined {
  const step = data['step'];
  if (typeof step === 'number') return { step, numbers: Object.fromEntries(numbersIn(data)) };
  return type === 'metrics' ? messageRow(message) : undefined;
}

/** All numbers of an object and of those in it; a nested one is called `timing.step.training`. */
function* numbersIn(data: Readonly<Record<string, unknown>>, prefix = ''): Generator<[string, number]> {
  for (const [name, value] of Object.entries(data)) {
    if (positions.has(name) && typeof value === 'number') continue;
    if (typeof value === 'number' && Number.isFinite(value)) yield [prefix + name, value];
    else if (isObject(value)) yield* numbersIn(value, `${prefix}${name}.`);
  }
}

/** Words of messages, as OpenAI's services write them, and the names that the data of events have for them. */
const spoken: Readonly<Record<string, string>> = {
  'training loss': 'train_loss',
  'validation loss': 'valid_loss',
  'full validation loss': 'full_valid_loss',
  'full validation mean reward': 'full_valid_mean_reward',
  'full validation mean parse error': 'full_valid_mean_parse_error',
};

/** `Step 299/300: training loss=0.05`, `Step 10/20 , train mean reward=0.42`. */
function messageRow(message: string): Row | undefined {
  const [, step, rest = ''] = /^Step (\d+)(?:\/\d+)?\s*[:,](.*)$/s.exec(message) ?? [];
  if (step === undefined) return undefined;
  const numbers = Array.from(
    rest.matchAll(/([a-z][a-z ]*?)\s*=\s*(-?[\d.]+(?:e[+-]?\d+)?)/gi),
    ([, words = '', value]) => {
      const name = words.trim().toLowerCase();
      return [spoken[name] ?? name.replaceAll(' ', '_'), Number(value)] as const;
    },
  );
  return { step: Number(step), numbers: Object.fromEntries(numbers) };
}

function tableOf(rows: readonly Row[]): MetricTable {
  const columns: Record<string, (number | null)[]> = {};
  rows.forEach(({ numbers }, i) => {
    for (const [name, value] of Object.entries(numbers)) (columns[name] ??= rows.map(() => null))[i] = value;
  });
  return { steps: rows.map(({ step }) => step), columns };
}

/**
 * A job's result file: CSV with a column `step`, as it is or, as OpenAI sends it, in base64. Columns are read by their
 * names; an empty cell, or one that is no number, is a gap. Undefined for any other file.
 */
export function resultTable(content: string): MetricTable | undefined {
  return csvTable(content) ?? csvTable(fromBase64(content));
}

/** A result file as CSV, where a service sent it in base64; any other text as it is. */
export function resultText(content: string): string {
  const decoded = fromBase64(content);
  return csvTable(decoded) ? decoded : content;
}

function fromBase64(content: string): string {
  // Without its padding, of which `atob` wants all or nothing.
  const text = content.replaceAll(/\s/g, '').replace(/={1,2}$/, '');
  if (!/^[A-Za-z0-9+/]+$/.test(text) || text.length % 4 === 1) return '';
  return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
}

const cells = (line: string): readonly string[] => line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));

function csvTable(text: string): MetricTable | undefined {
  const [head = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const names = cells(head);
  const stepColumn = names.indexOf('step');
  if (stepColumn < 0) return undefined;
  const rows = lines.map((line) => cells(line).map(numberIn)).filter((row) => typeof row[stepColumn] === 'number');
  const columns = names.map((name, i) => [name, rows.map((row) => row[i] ?? null)] as const);
  return {
    steps: rows.map((row) => row[stepColumn] ?? 0),
    columns: Object.fromEntries(columns.filter(([name]) => name !== '' && !positions.has(name))),
  };
}

function numberIn(cell: string): number | null {
  const value = cell === '' ? Number.NaN : Number(cell);
  return Number.isFinite(value) ? value : null;
}
