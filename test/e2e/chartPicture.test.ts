// The picture of a chart that grows, in the page alone: of new numbers only what is new is drawn.
import assert from 'node:assert/strict';
import type { MetricTable } from '../../src/jobs/metrics.ts';
import { openChartPage, type ChartPage } from '../support/chartPage.ts';

const job = { connection: 'local', id: 'ftjob-0' };
/** Steps: as many are there when the chart opens, as many in the end, and so many more come at a time. */
const [known, all, more] = [8000, 8190, 10];

/**
 * Losses on a scale that holds for all of them. That of training wavers from step to step and has gaps, that of validation goes
 * its way smoothly, but for its end, and that on all validation data has few points, so that it is a line between them.
 */
function table(from: number, to: number): MetricTable {
  const isMissing = (step: number): boolean => (step > 4000 && step <= 4100) || (step > 8040 && step <= 8062);
  const steps = Array.from({ length: to - from }, (_, i) => from + i + 1);
  const waver = (step: number): number => 2 + Math.sin(step * step) + Math.sin(step / 40);
  return {
    steps,
    columns: {
      train_loss: steps.map((step) => (isMissing(step) ? null : step === 5 ? 4 : step === 6 ? 0 : waver(step))),
      valid_loss: steps.map((step) =>
        step <= known ? 1 + 0.5 * Math.sin(step / 300) : 1 + Math.abs(Math.sin(step / 20)),
      ),
      full_valid_loss: steps.map((step) => (step % 40 === 0 ? 1 + 0.5 * Math.sin(step) : null)),
    },
  };
}

describe('The picture of a chart that grows', () => {
  let chart: ChartPage;

  before(async () => {
    chart = await openChartPage();
    await chart.tell({ type: 'start', words: {}, jobs: [] });
  });

  after(() => chart?.close());

  /** Waits until the page has drawn all that it was told. */
  const drawn = (): Promise<void> =>
    chart.page.evaluate(async () => {
      for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    });

  /** Keeps the picture that both canvases make now in the page, under a name. */
  const keep = (name: string): Promise<void> =>
    chart.page.evaluate((name) => {
      const canvases = Array.from(document.querySelectorAll('canvas'));
      const datas = canvases.map(
        (canvas) => canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data,
      );
      Object.assign(globalThis, { [name]: datas });
    }, name);

  /** How many bytes of kept pictures differ by more than a hair. */
  const difference = (one: string, other: string): Promise<number> =>
    chart.page.evaluate(
      ({ one, other, hair }) => {
        const kept = globalThis as unknown as Record<string, readonly Uint8ClampedArray[]>;
        const counts = kept[one]!.map((bytes, i) => {
          const others = kept[other]![i]!;
          return bytes.reduce((count, byte, at) => (Math.abs(byte - others[at]!) > hair ? count + 1 : count), 0);
        });
        return Math.max(...counts);
      },
      { one, other, hair },
    );

  /** Has everything drawn at once, and fails where that is another picture. */
  async function isWhole(what: string): Promise<void> {
    await keep('found');
    const logScale = chart.page.getByLabel('Log scale');
    await logScale.check();
    await drawn();
    await logScale.uncheck();
    await drawn();
    await keep('whole');
    const found = await difference('found', 'whole');
    assert.ok(found <= few, `${found} bytes differ ${what}`);
  }

  /** Shows a job, which has told these numbers. */
  async function show(table: MetricTable): Promise<void> {
    await chart.tell({ type: 'jobs', jobs: [] });
    await chart.tell({ type: 'jobs', jobs: [{ ...job, name: 'codes', status: 'running', checkpoints: [] }] });
    await chart.tell({ type: 'points', job, table });
    await drawn();
  }

  const smooth = async (weight: string): Promise<void> => {
    await chart.page.getByLabel('Smoothing').fill(weight);
    await drawn();
  };

  for (const ratio of [1, 1.25]) {
    it(`is that of all its numbers drawn at once, with ${ratio} pixels a CSS pixel`, async () => {
      const session = await chart.page.context().newCDPSession(chart.page);
      const metrics = { width: 800, height: 600, deviceScaleFactor: ratio, mobile: false };
      await session.send('Emulation.setDeviceMetricsOverride', metrics);
      for (const weight of ['0', '0.9']) {
        await show(table(0, known));
        await smooth(weight);
        await keep('first');
        for (let step = known; step < all; step += more) {
          await chart.tell({ type: 'points', job, table: table(step, step + more) });
          await drawn();
        }
        await isWhole(`with a smoothing of ${weight}`);
        assert.ok((await difference('first', 'whole')) > 10 * few);
      }
    });
  }

  it('is drawn anew where it is smoothed in another way', async () => {
    await smooth('0.5');
    await keep('before');
    await smooth('0.98');
    await isWhole('with another smoothing');
    assert.ok((await difference('before', 'whole')) > 10 * few);
  });

  it('is drawn anew where older numbers are told again, and are others', async () => {
    await smooth('0');
    await keep('before');
    await chart.tell({ type: 'points', job, table: { steps: [4000], columns: { full_valid_loss: [3] } } });
    await drawn();
    await isWhole('with other numbers');
    assert.ok((await difference('before', 'whole')) > 10 * few);
  });

  it('is drawn anew where Chromium has lost it', async () => {
    await chart.page.evaluate(() => {
      for (const canvas of document.querySelectorAll('canvas')) {
        canvas.getContext('2d')!.clearRect(0, 0, canvas.width, canvas.height);
        canvas.dispatchEvent(new Event('contextrestored'));
      }
    });
    await drawn();
    await isWhole('after a loss');
  });
});

/** Chromium draws the edges of long outlines in another way than those of short ones: so few bytes differ by more than a hair. */
const [few, hair] = [8, 60];
