// A window on scripted services whose jobs were launched elsewhere, and the chart of such jobs.
import axe from 'axe-core';
import type { Frame, Locator, Page } from 'playwright-core';
import { ScriptedService } from '../support/scriptedService.ts';
import { patience } from './jobs.ts';
import { newProfile, type Profile, type Window } from './window.ts';
import { eventually, runCommand } from './workbench.ts';

/** Services by the names of their connections, the first of which is the default. Dispose of it, whatever happens. */
export class ScriptedWindow {
  readonly services: Readonly<Record<string, ScriptedService>>;
  readonly #profile: Profile;
  readonly folder: string;
  window: Window;

  static async open(...names: readonly string[]): Promise<ScriptedWindow> {
    const started = await Promise.all(names.map(async (name) => [name, await startService()] as const));
    const connections = started.map(([name, { baseUrl }]) => {
      return { name, kind: 'compatible', url: baseUrl, authentication: 'none' };
    });
    const settings = { 'finetune.connections': connections, 'finetune.launch.defaultConnection': names[0] };
    const profile = await newProfile({ settings });
    const folder = await profile.copyOfSample();
    return new ScriptedWindow(Object.fromEntries(started), profile, folder, await openOn(profile, folder));
  }

  private constructor(services: Record<string, ScriptedService>, profile: Profile, folder: string, window: Window) {
    this.services = services;
    this.#profile = profile;
    this.folder = folder;
    this.window = window;
  }

  get page(): Page {
    return this.window.page;
  }

  /** Has the window look at all services now, and shows their jobs. */
  async refresh(): Promise<void> {
    await runCommand(this.page, 'Fine-tuning: Refresh Jobs');
  }

  /** Closes the window and opens it again. `meanwhile` is what happens while none is open. */
  async reload(meanwhile = (): void => undefined): Promise<void> {
    await this.window.close();
    meanwhile();
    this.window = await openOn(this.#profile, this.folder);
  }

  async dispose(): Promise<void> {
    try {
      await this.#profile.dispose();
    } finally {
      for (const service of Object.values(this.services)) await service.stop();
    }
  }
}

const startService = (): Promise<ScriptedService> => ScriptedService.start({ key: '' });

async function openOn(profile: Profile, folder: string): Promise<Window> {
  const window = await profile.open(folder);
  window.page.setDefaultTimeout(patience);
  return window;
}

/** The page of the chart that is on the screen. */
export async function chartFrame(page: Page): Promise<Frame> {
  let found: Frame | undefined;
  const look = async (): Promise<boolean> => {
    found = undefined;
    for (const frame of page.frames()) {
      // A frame may go while it is asked.
      const isChart = await frame.evaluate(() => document.querySelector('.plot') !== null).catch(() => false);
      if (isChart) found = frame;
    }
    return found !== undefined;
  };
  await eventually('the chart', look, patience);
  return found!;
}

/** The canvas with the cross. */
export const plot = (frame: Frame): Locator => frame.getByRole('slider', { name: 'Step' });

/** The last step that is drawn. */
export const lastStep = async (frame: Frame): Promise<number> =>
  Number(await plot(frame).getAttribute('aria-valuemax'));

/** What axe-core finds wrong with the page, in words. */
export async function violations(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
