// How long the chart's page takes for a frame with 100,000 points, in the Chromium of the end-to-end tests; prints
// milliseconds as JSON.
//
//   node test/bench/chart.ts
//
// Needs the bundles in dist. A frame is all that the page's thread does for it: reading the message, thinning, drawing.
import type { Page } from 'playwright-core';
import { openChartPage } from '../support/chartPage.ts';
import { median } from './measure.ts';

const points = 100_000;
const frames = 60;
const job = { connection: 'local', id: 'ftjob-1' };

/** Losses of two kinds over these steps, as a service tells them. */
function table(from: number, to: number) {
  const steps = Array.from({ length: to - from }, (_, i) => from + i + 1);
  const train = steps.map((step) => 2 / Math.sqrt(step) + 0.05 * Math.sin(step * 7.3));
  const valid = train.map((loss) => loss + 0.1);
  return { steps, columns: { train_loss: train, valid_loss: valid } };
}

/** Does something before each frame, and measures what the page's thread is busy with until that frame is drawn. */
async function measure(page: Page, inputs: readonly unknown[]): Promise<readonly number[]> {
  return page.evaluate(async (inputs) => {
    const times: number[] = [];
    const nextFrame = globalThis.requestAnimationFrame.bind(globalThis);
    // What was asked for before has been drawn then.
    await new Promise((resolve) => nextFrame(() => nextFrame(resolve)));
    for (const input of inputs) {
      let busy = 0;
      const drawn = new Promise<void>((resolve) => {
        globalThis.requestAnimationFrame = (draw) =>
          nextFrame((time) => {
            const start = performance.now();
            draw(time);
            // After the drawing itself, which uPlot has put into a microtask.
            queueMicrotask(() => {
              busy += performance.now() - start;
              resolve();
            });
          });
      });
      const start = performance.now();
      if (typeof input === 'string') {
        const key = new KeyboardEvent('keydown', { key: input, shiftKey: input.startsWith('Arrow'), bubbles: true });
        document.querySelector('.plot')?.dispatchEvent(key);
      } else globalThis.dispatchEvent(new MessageEvent('message', { data: input }));
      busy += performance.now() - start;
      await drawn;
      globalThis.requestAnimationFrame = nextFrame;
      times.push(busy);
    }
    return times;
  }, inputs);
}

const chart = await openChartPage();
const { page } = chart;
try {
  const facts = { ...job, name: 'bench', status: 'running', checkpoints: [50_000, 100_000] };
  await chart.tell({ type: 'start', words: {}, jobs: [facts] });
  await chart.tell({ type: 'points', job, table: table(0, points) });
  await page.locator('canvas').waitFor();
  const appended = (round: number): readonly unknown[] =>
    Array.from({ length: frames }, (_, i) => {
      const from = points + (round * frames + i) * 10;
      return { type: 'points', job, table: table(from, from + 10) };
    });
  const results: Record<string, number> = {};
  const note = (what: string, times: readonly number[]): void => {
    results[`${what}, median`] = Number(median(times).toFixed(1));
    results[`${what}, slowest of ${times.length}`] = Number(Math.max(...times).toFixed(1));
  };
  note('10 steps more, live', await measure(page, appended(0)));
  await page.getByLabel('Smoothing').fill('0.9');
  note('10 steps more, smoothed', await measure(page, appended(1)));
  await page.getByRole('button', { name: 'Zoom In' }).click();
  note(
    'moved by keyboard',
    await measure(
      page,
      Array.from({ length: frames }, (_, i) => (i % 2 ? 'ArrowLeft' : 'ArrowRight')),
    ),
  );
  await page.getByRole('button', { name: 'Whole Run' }).click();
  await page.getByRole('button', { name: 'Table' }).click();
  note('10 steps more, with the table', await measure(page, appended(2)));
  console.log(JSON.stringify(results));
} finally {
  await chart.close();
}
