// How long the chart's page takes for a frame with lines of 100,000 points, in the Chromium of the end-to-end tests; prints
// milliseconds as JSON.
//
//   node test/bench/chart.ts [POINTS A LINE]
//
// Needs the bundles in dist. A frame is all that the page's main thread does for it by Chromium's own trace: reading the
// messages, script, style, layout, painting, drawing what was told to the canvas, collecting garbage. `nothing` is a frame
// in which nothing changes: what the machine and the measuring take of the others.
import { openChartPage } from '../support/chartPage.ts';
import { runFrames, summedUp } from './chartFrames/run.ts';
import { tracedFrames } from './chartFrames/trace.ts';
import { wearTheme } from './chartFrames/theme.ts';

const points = Number(process.argv[2] ?? 100_000);
const frames = 200;
const stepsMore = 10;
const jobs = ['ftjob-1', 'ftjob-2'].map((id) => ({ connection: 'local', id }));
const facts = jobs.map((job) => ({ ...job, name: job.id, status: 'running', checkpoints: [points / 2, points] }));

/** Losses of two kinds over these steps, as a service tells them: they waver, and validation gets worse in the end. */
function table(from: number, to: number, job: number) {
  const steps = Array.from({ length: to - from }, (_, i) => from + i + 1);
  const noise = (step: number): number => 0.08 * Math.sin(step * 7.3 + job) * Math.cos(step * step);
  const train = steps.map((step) => 2 / step ** 0.2 + noise(step) + job * 0.3);
  const valid = steps.map((step, i) => (train[i] ?? 0) + noise(step + 1) + 0.2 + step * 4e-6);
  return { steps, columns: { train_loss: train, valid_loss: valid } };
}

const chart = await openChartPage();
const { page } = chart;
let told = points;
try {
  await wearTheme(page, 'dark');
  const say = (count: number) => ({ type: 'jobs', jobs: facts.slice(0, count) }) as const;
  await chart.tell({ ...say(1), type: 'start', words: {} });
  for (const [i, job] of jobs.entries()) {
    await chart.tell(say(i + 1));
    await chart.tell({ type: 'points', job, table: table(0, points, i) });
  }
  await chart.tell(say(1));
  await page.locator('canvas').waitFor();

  const results: Record<string, number> = {};
  const measure = async (what: string, inputs: readonly unknown[]): Promise<void> => {
    const times = await tracedFrames(page, () => runFrames(page, inputs));
    Object.assign(results, summedUp(what, times));
  };
  /** What the extension says with each look at a running job. */
  const live = (count: number): readonly unknown[] =>
    Array.from({ length: frames }, () => {
      const from = told;
      told += stepsMore;
      const news = jobs.slice(0, count).map((job, i) => ({ type: 'points', job, table: table(from, told, i) }));
      return [say(count), ...news];
    });
  const keys = (...names: readonly string[]): readonly unknown[] =>
    Array.from({ length: frames }, (_, i) => names[i % names.length]);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  await measure(
    'nothing',
    Array.from({ length: frames }, () => []),
  );
  await measure('ten steps more', live(1));
  await measure(
    'the pointer moves',
    Array.from({ length: frames }, (_, i) => i / frames),
  );
  await page.getByLabel('Log scale').check();
  await measure('ten steps more, log scale', live(1));
  await page.getByLabel('Log scale').uncheck();
  await page.getByLabel('Smoothing').fill('0.9');
  await measure('ten steps more, smoothed', live(1));
  await press('Zoom In');
  await measure('ten steps more, smoothed, zoomed in', live(1));
  await measure('moved by keyboard, smoothed', keys('Shift+ArrowLeft', 'Shift+ArrowRight'));
  await measure('zoomed by keyboard, smoothed', keys('+', '+', '-', '-'));
  await press('Whole Run');
  await press('Table');
  await measure('ten steps more, smoothed, with the table', live(1));
  await measure('step by step, smoothed, with the table', keys('ArrowLeft', 'ArrowLeft', 'ArrowRight'));
  await wearTheme(page, 'highContrast');
  await measure('the same in high contrast', live(1));
  await chart.tell(say(2));
  await measure('two jobs, smoothed, with the table', live(2));
  await press('Table');
  await page.getByLabel('Smoothing').fill('0');
  await measure('two jobs', live(2));
  console.log(JSON.stringify(results));
} finally {
  await chart.close();
}
