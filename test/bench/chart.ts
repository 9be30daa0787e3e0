// How long the chart's page takes for a frame with lines of 100,000 points, in the Chromium of the end-to-end tests; prints
// milliseconds as JSON.
//
//   node test/bench/chart.ts [POINTS A LINE]
//
// Needs the bundles in dist. A frame is all that the page's main thread does for it by Chromium's own trace: reading the
// messages, script, style, layout, painting, drawing what was told to the canvas, collecting garbage. `nothing` is a frame
// in which nothing changes: what the machine and the measuring take of the others.
import type { MetricTable } from '../../src/jobs/metrics.ts';
import { openChartPage } from '../support/chartPage.ts';
import { runFrames, summedUp } from './chartFrames/run.ts';
import { tracedFrames } from './chartFrames/trace.ts';
import { wearTheme } from './chartFrames/theme.ts';

const points = Number(process.argv[2] ?? 100_000);
const frames = 200;
const stepsMore = 10;
const job = (id: string) => ({ connection: 'local', id });
type Job = ReturnType<typeof job>;
const [single, first, second] = [job('ftjob-0'), job('ftjob-1'), job('ftjob-2')];

/** What the extension says of the jobs of the chart. */
const say = (...jobs: readonly Job[]) =>
  ({
    type: 'jobs',
    jobs: jobs.map((job) => ({ ...job, name: job.id, status: 'running', checkpoints: [points / 2, points] })),
  }) as const;

/**
 * Losses over these steps, as a service tells them: they waver, and validation gets worse in the end. Of the single line only
 * that of training.
 */
function table(from: number, to: number, of: Job): MetricTable {
  const shift = of === second ? 1 : 0;
  const steps = Array.from({ length: to - from }, (_, i) => from + i + 1);
  const noise = (step: number): number => 0.08 * Math.sin(step * 7.3 + shift) * Math.cos(step * step);
  const train = steps.map((step) => 2 / step ** 0.2 + noise(step) + shift * 0.3);
  const valid = steps.map((step, i) => (train[i] ?? 0) + noise(step + 1) + 0.2 + step * 4e-6);
  return { steps, columns: of === single ? { train_loss: train } : { train_loss: train, valid_loss: valid } };
}

const chart = await openChartPage();
const { page } = chart;
let told = points;
try {
  await wearTheme(page, 'dark');
  await chart.tell({ ...say(), type: 'start', words: {} });
  /** Has the chart show these jobs, of which it knows the steps so far. */
  const show = async (...jobs: readonly Job[]): Promise<void> => {
    await chart.tell(say(...jobs));
    for (const job of jobs) await chart.tell({ type: 'points', job, table: table(0, told, job) });
    await page.locator('canvas').first().waitFor();
  };

  const results: Record<string, number> = {};
  const measure = async (what: string, inputs: readonly unknown[]): Promise<void> => {
    const times = await tracedFrames(page, () => runFrames(page, inputs));
    Object.assign(results, summedUp(what, times));
  };
  /** What the extension says with each look at a running job. */
  const live = (...jobs: readonly Job[]): readonly unknown[] =>
    Array.from({ length: frames }, () => {
      const from = told;
      told += stepsMore;
      return [say(...jobs), ...jobs.map((job) => ({ type: 'points', job, table: table(from, told, job) }))];
    });
  const keys = (...names: readonly string[]): readonly unknown[] =>
    Array.from({ length: frames }, (_, i) => names[i % names.length]);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  await measure(
    'nothing',
    Array.from({ length: frames }, () => []),
  );
  await show(single);
  await measure('one line, ten steps more', live(single));
  await measure(
    'one line, the pointer moves',
    Array.from({ length: frames }, (_, i) => i / frames),
  );
  await page.getByLabel('Smoothing').fill('0.9');
  await measure('one line, ten steps more, smoothed', live(single));
  await page.getByLabel('Smoothing').fill('0');
  await show(first);
  await measure('ten steps more', live(first));
  await measure(
    'the pointer moves',
    Array.from({ length: frames }, (_, i) => i / frames),
  );
  await page.getByLabel('Log scale').check();
  await measure('ten steps more, log scale', live(first));
  await page.getByLabel('Log scale').uncheck();
  await page.getByLabel('Smoothing').fill('0.9');
  await measure('ten steps more, smoothed', live(first));
  await press('Zoom In');
  await measure('ten steps more, smoothed, zoomed in', live(first));
  await measure('moved by keyboard, smoothed', keys('Shift+ArrowLeft', 'Shift+ArrowRight'));
  await measure('zoomed by keyboard, smoothed', keys('+', '+', '-', '-'));
  await press('Whole Run');
  await press('Table');
  await measure('ten steps more, smoothed, with the table', live(first));
  await measure('step by step, smoothed, with the table', keys('ArrowLeft', 'ArrowLeft', 'ArrowRight'));
  await wearTheme(page, 'highContrast');
  await measure('the same in high contrast', live(first));
  await show(first, second);
  await measure('two jobs, smoothed, with the table', live(first, second));
  await press('Table');
  await page.getByLabel('Smoothing').fill('0');
  await measure('two jobs', live(first, second));
  console.log(JSON.stringify(results));
} finally {
  await chart.close();
}
