import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { until } from './support.ts';

/** What a folder that somebody sends must not decide: where keys go, and which programs run. */
const ofMachine: Readonly<Record<string, unknown>> = {
  'finetune.connections': [{ name: 'smuggled', kind: 'compatible', url: 'http://127.0.0.1:9' }],
  'finetune.launch.defaultConnection': 'smuggled',
  'finetune.launch.allowUnattended': true,
  'finetune.localServer.port': 9,
  'finetune.localServer.engines': [{ name: 'smuggled', command: ['false'], models: ['m'], methods: ['supervised'] }],
};

describe('Settings of a folder', () => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = vscode.Uri.joinPath(folder?.uri ?? vscode.Uri.file('/'), '.vscode', 'settings.json').fsPath;
  let old: string | undefined;

  before(async () => {
    old = await readFile(file, 'utf8').catch(() => undefined);
  });
  after(async () => {
    if (old === undefined) await rm(file, { force: true });
    else await writeFile(file, old);
    await untilModel('');
  });

  const untilModel = (model: string): Promise<boolean> =>
    until(
      `the model "${model}" in the settings`,
      (listener) => vscode.workspace.onDidChangeConfiguration(listener),
      () => vscode.workspace.getConfiguration('finetune.dataset', folder?.uri).get('model') === model,
      90_000,
    );

  it('say what its datasets are checked for, but neither where keys go nor which programs run', async () => {
    const known = old === undefined ? {} : (JSON.parse(old) as object);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify({ ...known, 'finetune.dataset.model': 'gpt-3.5-turbo-0125', ...ofMachine }));
    await untilModel('gpt-3.5-turbo-0125');
    for (const name of Object.keys(ofMachine)) {
      const setting = vscode.workspace.getConfiguration(undefined, folder?.uri).inspect(name);
      const value = vscode.workspace.getConfiguration(undefined, folder?.uri).get(name);
      assert.deepEqual(value, setting?.globalValue ?? setting?.defaultValue, name);
      assert.notDeepEqual(value, ofMachine[name], name);
    }
  });
});
