import { aligned } from './aligned.ts';
import type { Line } from './lines.ts';

/** The numbers of these lines, a row a step; cells are empty where nothing was measured. */
export function chartCsv(lines: readonly Line[], heading: (line: Line) => string): string {
  const [steps, ...columns] = aligned(lines.map(({ series }) => series));
  const head = ['step', ...lines.map((line) => cell(heading(line)))].join(',');
  const rows = steps.map((step, i) => [step, ...columns.map((column) => column[i] ?? '')].join(','));
  return [head, ...rows, ''].join('\n');
}

/** In quotes where need be. A spreadsheet would take what starts with these signs for a formula. */
function cell(text: string): string {
  const plain = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
