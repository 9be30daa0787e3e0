import type { CDPSession, Page } from 'playwright-core';

/** Milliseconds that the page's main thread was busy for one frame. */
export interface FrameTime {
  /** By the clock: a person waits as long. Other work on the machine is in it. */
  readonly wall: number;
  /** Of the processor. */
  readonly processor: number;
}

/** As the trace format has them; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

/** Starts each frame, in the page; the last one ends what is measured. */
export const frameMark = 'frame of the benchmark';

const categories = ['toplevel', 'blink.user_timing'];
/** Whatever a thread does is in one of these. */
const taskName = 'ThreadControllerImpl::RunTask';

/**
 * What Chromium's own trace says of the frames that `work` marks with `frameMark`: all tasks of that thread from one mark to
 * the next, so script, style, layout, painting, and collecting garbage.
 */
export async function tracedFrames(page: Page, work: () => Promise<void>): Promise<readonly FrameTime[]> {
  const session = await page.context().browser()!.newBrowserCDPSession();
  try {
    return frames(await trace(session, work));
  } finally {
    await session.detach();
  }
}

async function trace(session: CDPSession, work: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as readonly TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories },
  });
  await work();
  const isComplete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await isComplete;
  return events;
}

function frames(events: readonly TraceEvent[]): readonly FrameTime[] {
  const marks = events.filter(({ name }) => name === frameMark).sort((a, b) => a.ts - b.ts);
  const [first] = marks;
  const tasks = events
    .filter(({ ph, name, pid, tid }) => ph === 'X' && name === taskName && pid === first?.pid && tid === first.tid)
    .sort((a, b) => a.ts - b.ts);
  if (tasks.length === 0) throw new Error(`This Chromium's trace has no ${taskName}.`);
  return marks.slice(1).map((end, i) => {
    const start = marks[i]!.ts;
    const of = tasks.filter(({ ts }) => ts >= start && ts < end.ts);
    const sum = (time: 'dur' | 'tdur'): number => of.reduce((total, task) => total + (task[time] ?? 0), 0) / 1000;
    return { wall: sum('dur'), processor: sum('tdur') };
  });
}
