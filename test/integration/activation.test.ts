import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { commands } from '../../src/vscode/ids.ts';
import { workbench } from './support.ts';

/** Milliseconds; what people can wait for without noticing, with room for a slow machine. */
const activationLimit = 150;

describe('Activation', () => {
  it('starts no local server', async () => {
    const { serverDataFolder } = await workbench();
    assert.equal(existsSync(serverDataFolder), false, serverDataFolder);
  });

  it(`takes less than ${activationLimit} ms`, async () => {
    const { activationTime } = await workbench();
    console.log(`    activation: ${activationTime.toFixed(1)} ms`);
    assert.ok(activationTime < activationLimit, `${activationTime} ms`);
  });

  it('registers every command that the manifest names', async () => {
    await workbench();
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const command of Object.values(commands)) assert.ok(registered.has(command), command);
  });
});
