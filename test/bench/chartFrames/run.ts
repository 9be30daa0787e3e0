import type { Page } from 'playwright-core';
import { frameMark, type FrameTime } from './trace.ts';

/**
 * Does something with the page in each frame, and lets it be drawn before the next: says messages (a list), presses a key
 * (its name) on the plot, or moves the pointer over it (0 at its left to 1 at its right).
 */
export async function runFrames(page: Page, inputs: readonly unknown[]): Promise<void> {
  await page.evaluate(
    async ({ inputs, frameMark }) => {
      const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
      const press = (name: string): void => {
        const key = name.replace('Shift+', '');
        const event = new KeyboardEvent('keydown', { key, shiftKey: key !== name, bubbles: true });
        document.querySelector('.plot')?.dispatchEvent(event);
      };
      const point = (part: number): void => {
        const over = document.querySelector('.u-over');
        const box = over?.getBoundingClientRect();
        if (!box) return;
        const place = { clientX: box.left + part * box.width, clientY: box.top + box.height / 2, bubbles: true };
        for (const type of ['pointermove', 'mousemove']) over?.dispatchEvent(new MouseEvent(type, place));
      };
      await frame();
      await frame();
      for (const input of inputs) {
        performance.mark(frameMark);
        if (typeof input === 'string') press(input);
        else if (typeof input === 'number') point(input);
        else for (const message of input as readonly unknown[]) window.postMessage(message, '*');
        // The next frame draws; the one after it begins when that is done.
        await frame();
        await frame();
      }
      performance.mark(frameMark);
    },
    { inputs, frameMark },
  );
}

/** Milliseconds: the middle one, the one that 1 of 100 exceeds, and the longest. */
export function summedUp(what: string, times: readonly FrameTime[]): Record<string, number> {
  const figures = (part: keyof FrameTime): readonly number[] => {
    const sorted = times.map((time) => time[part]).sort((a, b) => a - b);
    return [0.5, 0.99, 1].map((share) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN);
  };
  const named = (kind: string, values: readonly number[]): readonly (readonly [string, number])[] =>
    ['median', 'p99', 'slowest'].map((name, i) => [`${what}: ${name}${kind}`, Number(values[i]?.toFixed(1))]);
  return Object.fromEntries([...named('', figures('wall')), ...named(' of the processor', figures('processor'))]);
}
