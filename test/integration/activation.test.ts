import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../../src/vscode/ids.ts';
import { workbench } from './support.ts';

/** What test/host/watcher, which was there before our extension, has seen in the extension host. */
interface Watcher {
  readonly seen: readonly { readonly what: string; readonly stack: string }[];
  loaded(): readonly string[];
}

function watcher(): Watcher {
  const extension = vscode.extensions.getExtension<Watcher>('finetune-tests.watcher');
  assert.ok(extension?.isActive);
  return extension.exports;
}

/**
 * Milliseconds of processor time; what people can wait for without noticing. By the clock, two cores that draw a whole VS Code
 * meanwhile add what they like to it.
 */
const activationLimit = 150;

function extensionPath(): string {
  const extension = vscode.extensions.getExtension('finetune-workbench.finetune-workbench');
  assert.ok(extension);
  return extension.extensionPath;
}

describe('Activation', () => {
  it('starts no local server', async () => {
    const { serverDataFolder } = await workbench();
    assert.equal(existsSync(serverDataFolder), false, serverDataFolder);
  });

  it('reaches for no network, and starts no process and no thread', async () => {
    await workbench();
    const { seen } = watcher();
    const programs = join(extensionPath(), 'dist');
    assert.deepEqual(
      seen.filter(({ stack }) => stack.includes(programs)),
      [],
    );
  });

  it('loads nothing that is asked for late', async () => {
    await workbench();
    const programs = join(extensionPath(), 'dist');
    const loaded = watcher()
      .loaded()
      .filter((path) => path.startsWith(programs));
    assert.deepEqual(loaded.map((path) => basename(path)).sort(), ['activateJobs.js', 'extension.js', 'l10n.js']);
  });

  it(`takes less than ${activationLimit} ms`, async () => {
    const { activationTime, activationWork } = await workbench();
    console.log(`    activation: ${activationWork.toFixed(1)} ms of work in ${activationTime.toFixed(1)} ms`);
    assert.ok(activationWork < activationLimit, `${activationWork} ms`);
  });

  it('registers every command that the manifest names', async () => {
    await workbench();
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const command of Object.values(commands)) assert.ok(registered.has(command), command);
  });
});
