import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { parseServerInfo, type ServerInfo } from '../../src/common/serverInfo.ts';
import { cleanUp, datasetFile, exampleRows, readText, untilStatus, workbench } from './support.ts';

const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(command);

const launch = async (fields: Record<string, unknown> = {}): Promise<string> => {
  const trainingFile = (await datasetFile('train.jsonl', exampleRows(12))).fsPath;
  return vscode.commands.executeCommand('finetune.launchJob', {
    trainingFile,
    model: 'baseline-1',
    confirm: false,
    ...fields,
  });
};

const folder = async (): Promise<string> => (await workbench()).serverDataFolder;

/** Who runs the server, undefined where nobody does. */
async function serverInfo(): Promise<ServerInfo | undefined> {
  return parseServerInfo(await readText(join(await folder(), 'server.json')).catch(() => ''));
}

function extensionPath(path: string): string {
  const extension = vscode.extensions.getExtension('finetune-workbench.finetune-workbench');
  return join(extension?.extensionPath ?? '', path);
}

describe('The local server by command', () => {
  afterEach(cleanUp);

  it('is started and stopped', async () => {
    await run('finetune.stopLocalServer');
    await run('finetune.startLocalServer');
    const info = await serverInfo();
    assert.ok(info && process.kill(info.pid, 0));
    await run('finetune.stopLocalServer');
    assert.equal(await serverInfo(), undefined);
    await run('finetune.startLocalServer');
    assert.ok(await serverInfo());
  });

  it('is the one that runs already on its data folder, whoever started it', async () => {
    await run('finetune.stopLocalServer');
    const program = [extensionPath('dist/server.js'), '--data', await folder()];
    const other = spawn(process.execPath, program, {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(createInterface({ input: other.stdout }), 'line');
      const id = await launch();
      assert.equal(await untilStatus(id, 'succeeded', 'failed'), 'succeeded');
      assert.equal((await serverInfo())?.pid, other.pid);
      const ended = once(other, 'exit');
      await run('finetune.stopLocalServer');
      assert.deepEqual(await ended, [0, null]);
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('trains with the engines of the setting, and with the others when one of them is broken', async () => {
    const settings = vscode.workspace.getConfiguration('finetune.localServer');
    const program = extensionPath('test/support/serverFakeEngine.mjs');
    const engine = { name: 'fake', command: [process.execPath, program], models: ['fake-1'], methods: ['supervised'] };
    try {
      const broken = { ...engine, name: 'broken', command: 'python3 engine.py' };
      await settings.update('engines', [broken, engine], vscode.ConfigurationTarget.Global);
      await run('finetune.stopLocalServer');
      const id = await launch({ model: 'fake-1' });
      assert.equal(await untilStatus(id, 'succeeded', 'failed'), 'succeeded');
      assert.equal(await untilStatus(await launch(), 'succeeded', 'failed'), 'succeeded');
    } finally {
      await settings.update('engines', undefined, vscode.ConfigurationTarget.Global);
      await run('finetune.stopLocalServer');
    }
  });

  it('is restarted when the person wants changed engines to be used', async () => {
    const settings = vscode.workspace.getConfiguration('finetune.localServer');
    await run('finetune.startLocalServer');
    const before = await serverInfo();
    const engine = { name: 'fake', command: ['/nowhere'], models: ['fake-1'], methods: ['supervised'] };
    try {
      await settings.update('engines', [engine], vscode.ConfigurationTarget.Global);
      const isOther = async (): Promise<boolean> => {
        const { pid } = (await serverInfo()) ?? {};
        return pid !== undefined && pid !== before?.pid;
      };
      for (const end = Date.now() + 90_000; !(await isOther()); await delay(100)) {
        assert.ok(Date.now() < end, 'it was not restarted');
        await run('notifications.focusToasts');
        await run('notification.acceptPrimaryAction');
      }
      const used = await readText(join(await folder(), 'engines.json'));
      assert.deepEqual(JSON.parse(used), [engine]);
    } finally {
      await settings.update('engines', undefined, vscode.ConfigurationTarget.Global);
      await run('finetune.stopLocalServer');
      await run('notifications.clearAll');
    }
  });

  it('shows its log', async () => {
    await run('finetune.showServerLog');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /listening on http:\/\/127\.0\.0\.1/);
  });

  it('tells what it takes on the disk, and removes what nothing needs', async () => {
    const waste = join(await folder(), 'runs', 'ftjob-nobody-knows');
    await run('finetune.startLocalServer');
    await writeFile(waste, 'x'.repeat(5000));
    // The list is ticked as it comes: accepting it removes what nothing needs. Accepted before it has come it removes nothing.
    for (let tries = 0; existsSync(waste) && tries < 20; tries++) {
      const done = run('finetune.cleanUpLocalServer').then(() => true);
      do await run('workbench.action.acceptSelectedQuickOpenItem');
      while (!(await Promise.race([done, delay(100, false)])));
    }
    assert.equal(existsSync(waste), false);
  });
});
