// Runs the parts of the tests one after the other and adds up what they report.
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

const forceMs = 15_000;
const toldLines = 60;
let current;
let isStopped = false;

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string[][]} commands run one after the other, up to the first that fails
 * @property {boolean} counts whether mocha's figures count; else the stage as a whole is one test
 * @property {Record<string, string>} [env]
 * @property {() => Promise<void>} [prepare] may throw a UserError
 * @property {number} minutes after which the stage has failed
 * @property {(pattern: string) => Stage} [again] the same stage with only those tests of mocha's whose titles match
 */

/** Where more tests fail than this, it is no missed key or click. */
const fewFailures = 5;

/**
 * As `runStage`. Where few tests of a stage that can be run in part fail, runs their suites once more: a window on a busy
 * machine can miss a key or a click. What fails again has failed; what passes then is named in `second`.
 */
export async function runStageTwice(stage, print = (text) => process.stdout.write(text)) {
  const first = await runStage(stage, print);
  const suites = [...new Set(first.told.flatMap((line) => /^ {2}\d+\) (.+)$/.exec(line)?.[1] ?? []))];
  if (!stage.again || suites.length === 0 || first.failed > fewFailures || isStopped) return { ...first, second: [] };
  const pattern = suites.map((title) => title.replaceAll(/[^\w ]/g, '.')).join('|');
  const again = await runStage({ ...stage.again(`^(${pattern})`), name: `${stage.name}, second try` }, print);
  if (again.failed > 0) return { ...first, second: [] };
  return { passed: first.passed + first.failed, failed: 0, told: [], second: first.told };
}

/**
 * Runs a stage and prints what its commands do; how many of its tests passed and failed, and the lines that tell of the
 * failures, to be said again where a long output ends. Never rejects: whatever goes wrong is a failure.
 */
export async function runStage(stage, print = (text) => process.stdout.write(text)) {
  print(`\n== ${stage.name}\n`);
  const figures = { passed: 0, failed: 0, told: [] };
  let isGood = true;
  try {
    await stage.prepare?.();
    for (const command of stage.commands) {
      isGood &&= await run(command, stage, print, figures);
    }
  } catch (error) {
    print(`${error.name === 'UserError' ? error.text : error.stack}\n`);
    isGood = false;
  }
  if (!stage.counts) return isGood ? { passed: 1, failed: 0, told: [] } : { ...figures, failed: 1 };
  if (isGood && figures.passed === 0) print(`${stage.name} ran no test.\n`);
  if ((!isGood || figures.passed === 0) && figures.failed === 0) figures.failed = 1;
  return figures;
}

/** Ends the command that runs now; its stage fails. */
export function stopStage() {
  isStopped = true;
  current?.kill('SIGTERM');
}

/** Runs one command; true where it ended with exit code 0 in time. */
function run([program, ...args], { name, env, counts, minutes }, print, figures) {
  const child = spawn(program, args, {
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });
  let force;
  const late = setTimeout(() => {
    print(`${name} did not end within ${minutes} minutes.\n`);
    child.kill('SIGTERM');
    force = setTimeout(() => child.kill('SIGKILL'), forceMs);
  }, minutes * 60_000);
  current = child;
  child.stdout.setEncoding('utf8').on('data', print);
  readReport(child.stdout, counts, figures);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      for (const timer of [late, force]) clearTimeout(timer);
      resolve(code === 0);
    });
  });
}

/** Reads mocha's last lines, `12 passing (3s)`, `1 failing`, and keeps what stands below the second; of others all lines. */
function readReport(stream, isMocha, figures) {
  let rest = '';
  let isTelling = !isMocha;
  stream.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const [, number, word] = (isMocha && /^ {2}(\d+) (passing|failing)\b/.exec(stripVTControlCharacters(line))) || [];
      if (word) {
        figures[word === 'passing' ? 'passed' : 'failed'] += Number(number);
        isTelling = word === 'failing';
      } else if (isTelling && figures.told.length < toldLines) figures.told.push(line);
    }
  });
}
