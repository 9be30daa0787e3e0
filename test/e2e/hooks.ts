import type { RootHookObject } from 'mocha';
import { openWindows } from './window.ts';

/** A failed test leaves a picture of the window it failed in: `out/screenshots/failed-TITLE.png`. */
export const mochaHooks: RootHookObject = {
  async afterEach(this: Mocha.Context) {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.fullTitle().replaceAll(/\W+/g, '-').slice(0, 100);
    for (const window of openWindows) console.log(await window.screenshot(`failed-${name}`));
  },
};
