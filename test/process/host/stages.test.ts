import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Figures = Readonly<{ passed: number; failed: number; told: readonly string[] }>;
type Stage = Readonly<{
  name: string;
  commands: string[][];
  counts: boolean;
  minutes: number;
  again?: (pattern: string) => Stage;
}>;

const stages = pathToFileURL(join(import.meta.dirname, '..', '..', '..', 'scripts', 'stages.mjs')).href;

interface Runner {
  runStage: (stage: Stage, print: () => void) => Promise<Figures>;
  runStageTwice: (stage: Stage, print: () => void) => Promise<Figures & { readonly second: readonly string[] }>;
}

/** A stage of one program that prints and ends like that. */
function trial(counts: boolean, output: string, exitCode: number): Stage {
  const program = `console.log(${JSON.stringify(output)}); process.exitCode = ${exitCode};`;
  return { name: 'Trial', commands: [[process.execPath, '-e', program]], counts, minutes: 1 };
}

/** Nothing the stage says reaches our own output. */
async function run(...stage: Parameters<typeof trial>): Promise<Figures> {
  const { runStage } = (await import(stages)) as Runner;
  return runStage(trial(...stage), () => {});
}

async function figures(...stage: Parameters<typeof run>): Promise<Omit<Figures, 'told'>> {
  const { passed, failed } = await run(...stage);
  return { passed, failed };
}

describe('A stage of npm test', () => {
  it('counts what mocha reports', async () => {
    assert.deepEqual(await figures(true, '  12 passing (3s)\n  2 failing\n', 2), { passed: 12, failed: 2 });
    assert.deepEqual(await figures(true, '  3 passing (3s)\n\n  4 passing (1m)\n', 0), { passed: 7, failed: 0 });
  });

  it('takes no text of a test for a report', async () => {
    assert.deepEqual(await figures(true, 'it has 9 passing\n    ✔ 5 failing\n  1 passing (2ms)', 0), {
      passed: 1,
      failed: 0,
    });
  });

  it('has failed where it ran no test, or ended badly without a failed one', async () => {
    assert.deepEqual(await figures(true, '  0 passing (1ms)', 0), { passed: 0, failed: 1 });
    assert.deepEqual(await figures(true, '', 0), { passed: 0, failed: 1 });
    assert.deepEqual(await figures(true, '  4 passing (1ms)', 1), { passed: 4, failed: 1 });
  });

  it('keeps what was said of its failures, to be said again at the end', async () => {
    const report = '    ✔ good\n  4 passing (1ms)\n  1 failing\n\n  1) is wrong:\n  4 passing (1ms)\n    ✔ fine';
    assert.deepEqual((await run(true, report, 1)).told, ['', '  1) is wrong:']);
    assert.deepEqual((await run(false, 'a.ts(1,1): wrong', 1)).told, ['a.ts(1,1): wrong']);
    assert.deepEqual((await run(false, 'all is well', 0)).told, []);
  });

  it('is one test where it has none of its own', async () => {
    assert.deepEqual(await figures(false, '', 0), { passed: 1, failed: 0 });
    assert.deepEqual(await figures(false, '', 1), { passed: 0, failed: 1 });
  });

  describe('in a window', () => {
    const report = '  4 passing (1ms)\n  1 failing\n\n  1) The chart (new)\n       grows:';
    const patterns: string[] = [];
    const twice = async (first: string, secondCode: number, secondOutput: string) => {
      const { runStageTwice } = (await import(stages)) as Runner;
      const again = (pattern: string): Stage => {
        patterns.push(pattern);
        return trial(true, secondOutput, secondCode);
      };
      return runStageTwice({ ...trial(true, first, 1), again }, () => {});
    };
    beforeEach(() => patterns.splice(0));

    it('runs the suites of few failed tests once more, and says what passed only then', async () => {
      const { passed, failed, told, second } = await twice(report, 0, '  2 passing (1ms)');
      assert.deepEqual({ passed, failed, told }, { passed: 5, failed: 0, told: [] });
      assert.deepEqual(second, ['', '  1) The chart (new)', '       grows:']);
      assert.deepEqual(patterns, ['^(The chart .new.)']);
    });

    it('has failed where a test fails again', async () => {
      const { passed, failed, told, second } = await twice(
        report,
        1,
        '  1 passing (1ms)\n  1 failing\n\n  1) The chart',
      );
      assert.deepEqual({ passed, failed, second }, { passed: 4, failed: 1, second: [] });
      assert.equal(told.includes('  1) The chart (new)'), true);
    });

    it('has failed where many tests fail, or none can be named', async () => {
      const many = report.replace('1 failing', '6 failing');
      assert.equal((await twice(many, 0, '  9 passing (1ms)')).failed, 6);
      assert.equal((await twice('  4 passing (1ms)', 0, '  9 passing (1ms)')).failed, 1);
      assert.deepEqual(patterns, []);
    });
  });
});
