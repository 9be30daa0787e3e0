import { JobMetrics, type Series } from '../metrics.ts';
import { checkpointTable, eventTable, resultTable } from '../metricTables.ts';
import { readCheckpoint, readEvent } from '../wire.ts';

/** What a job's numbers are read from: the texts of its files in the archive, '' where there is none. */
export interface MetricSources {
  readonly events: string;
  readonly checkpoints: string;
  readonly results: readonly string[];
}

/** All numbers of a job as CSV: a row a step, a column a metric, an empty cell where nothing was measured. */
export function metricsCsv({ events, checkpoints, results }: MetricSources): string {
  const metrics = new JobMetrics();
  const lines = events.split('\n').filter((line) => line !== '');
  metrics.add(eventTable(lines.map((line) => readEvent(JSON.parse(line)))));
  const list: unknown = checkpoints === '' ? [] : JSON.parse(checkpoints);
  if (Array.isArray(list)) metrics.add(checkpointTable(list.map(readCheckpoint)));
  for (const text of results) {
    const table = resultTable(text);
    if (table) metrics.add(table);
  }
  return csv(metrics.series());
}

function csv(series: readonly Series[]): string {
  const rows = new Map<number, string[]>();
  for (const [column, { steps, values }] of series.entries()) {
    for (const [i, step] of steps.entries()) {
      const row = rows.get(step) ?? series.map(() => '');
      row[column] = String(values[i]);
      rows.set(step, row);
    }
  }
  const head = ['step', ...series.map(({ metric }) => cell(metric))];
  const body = Array.from(rows).toSorted(([a], [b]) => a - b);
  return [head, ...body.map(([step, row]) => [String(step), ...row])].map((row) => `${row.join(',')}\n`).join('');
}

/** A name as a cell that no spreadsheet takes for two cells or a formula. */
function cell(name: string): string {
  const plain = name.replaceAll(/[",\r\n]/g, ' ').trim();
  return /^[=+\-@\t]/.test(plain) ? `'${plain}` : plain;
}
