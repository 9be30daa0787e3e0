// Runs in the extension host of a real VS Code: mocha over every test beside this file's bundle.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { markedConsole } from './console.ts';

/** VS Code calls this; a rejection is a failed run. */
export async function run(): Promise<void> {
  // An ES module: the `require` that a static import becomes here gives another shape on older Nodes.
  const { default: Mocha } = await import('mocha');
  Mocha.reporters.Base.consoleLog = markedConsole.log;
  const mocha = new Mocha({ timeout: 240_000, forbidOnly: true, forbidPending: true, color: false });
  const pattern = process.env['FINETUNE_GREP'];
  if (pattern) mocha.grep(new RegExp(pattern));
  for (const name of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(join(__dirname, name));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} integration tests failed.`);
}
