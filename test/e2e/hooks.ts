import type { RootHookObject } from 'mocha';
import { endHomes } from './home.ts';
import { openWindows } from './window.ts';
import { closeQuestions } from './workbench.ts';

/** A failed test leaves a picture of the window it failed in, `out/screenshots/failed-TITLE.png`, and no open question. */
export const mochaHooks: RootHookObject = {
  async afterEach(this: Mocha.Context) {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.fullTitle().replaceAll(/\W+/g, '-').slice(0, 100);
    for (const window of openWindows) {
      console.log(await window.screenshot(`failed-${name}`));
      await closeQuestions(window.page);
    }
  },
  async afterAll() {
    try {
      await endHomes();
    } finally {
      setTimeout(endAnyway, patienceMs).unref();
    }
  },
};

/** A suite that could not clean up may leave something that would keep the tests from ending: they fail then, and end. */
const patienceMs = 20_000;

function endAnyway(): never {
  console.error(`The tests did not end by themselves: ${process.getActiveResourcesInfo().join(', ')} are left.`);
  process.exit(1);
}
