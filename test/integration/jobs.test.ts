import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { parseServerInfo, type ServerInfo } from '../../src/common/serverInfo.ts';
import {
  cleanUp,
  datasetFile,
  exampleRow,
  exampleRows,
  openFile,
  ownDiagnostics,
  readText,
  temporaryFolder,
  until,
  untilProblems,
  untilStatus,
  words,
  workbench,
} from './support.ts';

const launch = (argument: Record<string, unknown>): Thenable<string> =>
  vscode.commands.executeCommand('finetune.launchJob', { model: 'baseline-1', confirm: false, ...argument });

/** A job that runs for a good while: as many epochs as the service takes, over many examples. */
const longJob = async (): Promise<string> => {
  const uri = await datasetFile('long.jsonl', exampleRows(2000));
  return launch({ trainingFile: uri.fsPath, method: epochs(50) });
};

const epochs = (count: number): unknown => ({
  type: 'supervised',
  supervised: { hyperparameters: { n_epochs: count, batch_size: 1 } },
});

/** Line and rule of `words`, without columns. */
const ruleOf = (words: string): string => words.split(' ')[0] ?? '';

async function serverInfo(): Promise<ServerInfo> {
  const { serverDataFolder } = await workbench();
  const info = parseServerInfo(await readText(join(serverDataFolder, 'server.json')));
  assert.ok(info);
  return info;
}

/** The event log of a job, once its last line is there: a status is told before the events that go with it. */
async function eventLog(id: string, last: RegExp): Promise<string> {
  await vscode.commands.executeCommand('finetune.showEvents', id);
  const document = vscode.window.activeTextEditor?.document;
  assert.ok(document);
  const onDidChange = (listener: () => void): vscode.Disposable => vscode.workspace.onDidChangeTextDocument(listener);
  return until(
    'the end of the event log',
    onDidChange,
    () => last.test(document.getText()) && document.getText(),
    60_000,
  );
}

describe('Jobs on the local server', () => {
  afterEach(cleanUp);

  it('train to the end: launched by command, seen to succeed, told in the event log', async () => {
    const training = await datasetFile('train.jsonl', exampleRows(20));
    const validation = await datasetFile('validation.jsonl', [
      exampleRow('What is 90 plus 91?', 'It is 181.'),
      ...exampleRows(9),
    ]);
    const id = await launch({
      trainingFile: training.fsPath,
      validationFile: validation,
      method: epochs(3),
      suffix: 'sums',
      seed: 1,
    });
    assert.match(id, /^ftjob-/);
    assert.equal(await untilStatus(id, 'succeeded', 'failed', 'cancelled'), 'succeeded');
    const log = await eventLog(id, /successfully completed/);
    assert.match(log, /Created fine-tuning job/);
    assert.match(log, /Step 60\/60: training loss=\d/);
    assert.match(log, /New fine-tuned model created: ft:baseline-1:/);
  });

  it('have a chart: one panel a job, also for a job that this window has not listed', async () => {
    const uri = await datasetFile('train.jsonl', exampleRows(20));
    const id = await launch({ trainingFile: uri.fsPath, method: epochs(1), suffix: 'drawn' });
    await vscode.commands.executeCommand('finetune.openMetrics', id);
    const charts = (): readonly vscode.Tab[] =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('finetune.metrics'));
    const onTabs = (listener: () => void): vscode.Disposable => vscode.window.tabGroups.onDidChangeTabs(listener);
    await until('the chart', onTabs, () => charts().some(({ label }) => label === 'drawn: metrics'));
    await vscode.commands.executeCommand('finetune.openMetrics', [id]);
    assert.equal(charts().length, 1);
    await assert.rejects(
      async () => vscode.commands.executeCommand('finetune.openMetrics', 'ftjob-nowhere'),
      /ftjob-nowhere/,
    );
    await untilStatus(id, 'succeeded', 'failed');
  });

  it('pause, resume and are cancelled when asked', async () => {
    const id = await longJob();
    await untilStatus(id, 'running');
    await vscode.commands.executeCommand('finetune.pauseJob', id);
    await untilStatus(id, 'paused');
    await vscode.commands.executeCommand('finetune.resumeJob', id);
    await untilStatus(id, 'running');
    await vscode.commands.executeCommand('finetune.cancelJob', id);
    await untilStatus(id, 'cancelled');
  });

  it('go on after the server was killed while training', async () => {
    const id = await longJob();
    await untilStatus(id, 'running');
    const before = await serverInfo();
    process.kill(before.pid, 'SIGKILL');
    const api = await workbench();
    // The poller finds nobody, starts a new server, and that one takes the job up again.
    const after = await until(
      'a new server',
      (listener) => {
        const timer = setInterval(listener, 100);
        return { dispose: () => clearInterval(timer) };
      },
      () => {
        latest().catch(() => undefined);
        return newInfo && newInfo.pid !== before.pid && newInfo;
      },
    );
    assert.notEqual(after.pid, before.pid);
    await untilStatus(id, 'running');
    assert.equal(api.jobStatus(id), 'running');
    await vscode.commands.executeCommand('finetune.cancelJob', id);
    await untilStatus(id, 'cancelled');
  });

  let newInfo: ServerInfo | undefined;
  async function latest(): Promise<void> {
    newInfo = await serverInfo().catch(() => undefined);
  }

  it('are not launched from a file with errors, and the sentence says how many and where', async () => {
    const uri = await datasetFile('broken.jsonl', [...exampleRows(11), '{"messages": 5}']);
    await assert.rejects(
      async () => launch({ trainingFile: uri.fsPath }),
      /broken\.jsonl has 1 error, the first in line 12/,
    );
  });

  it('are launched after the check that "Check File from Disk" does: duplicates and too many tokens are told too', async () => {
    const rows = [...exampleRows(10), ...exampleRows(1), exampleRow('Too long?', 'very '.repeat(66_000))];
    const uri = await datasetFile('warned.jsonl', rows);
    const validation = await datasetFile('held-out.jsonl', [...exampleRows(20).slice(11), ...exampleRows(1)]);
    const id = await launch({ trainingFile: uri.fsPath, validationFile: validation.fsPath, method: epochs(1) });
    const found = ownDiagnostics(uri).map(words);
    assert.deepEqual(found.map(ruleOf), ['11:file/duplicate-example', '12:tokens/over-limit']);
    assert.deepEqual(ownDiagnostics(validation).map(words).map(ruleOf), ['10:file/train-validation-overlap']);
    const same = await datasetFile('same.jsonl', rows);
    await vscode.commands.executeCommand('finetune.checkFile', same);
    await untilProblems(same, (problems) => problems.join() === found.join());
    await untilStatus(id, 'succeeded', 'failed');
  });

  it('are not launched from an empty file', async () => {
    const uri = await datasetFile('empty.jsonl', []);
    await assert.rejects(async () => launch({ trainingFile: uri.fsPath }), /empty\.jsonl has 1 error/);
  });

  it('are not launched from a file that is not there', async () => {
    const path = join(await temporaryFolder(), 'nowhere.jsonl');
    await assert.rejects(async () => launch({ trainingFile: path }), /There is no file .*nowhere\.jsonl/);
  });

  it('are launched from what is in the editor: an unsaved file is saved first', async () => {
    const uri = await datasetFile('unsaved.jsonl', exampleRows(9));
    const editor = await openFile(uri);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `${exampleRow('One more?', 'Yes.')}\n`));
    const id = await launch({ trainingFile: uri, method: epochs(1) });
    assert.equal(editor.document.isDirty, false);
    assert.equal(await untilStatus(id, 'succeeded', 'failed'), 'succeeded');
  });

  it('are refused with a sentence where the argument is wrong', async () => {
    const uri = await datasetFile('fine.jsonl', exampleRows(12));
    await assert.rejects(async () => launch({ trainingFile: uri.fsPath, model: 7 }), /"model" of the launch argument/);
    await assert.rejects(
      async () => launch({ trainingFile: uri.fsPath, connection: 'elsewhere' }),
      /no connection named "elsewhere"/,
    );
  });

  it('are refused by the server in its own words, which name the field', async () => {
    const uri = await datasetFile('fine.jsonl', exampleRows(12));
    await assert.rejects(
      async () => launch({ trainingFile: uri.fsPath, model: 'gpt-9' }),
      /local server refused.*gpt-9.*\[model\]/s,
    );
  });

  it('say so when the chosen port is taken, and work again when it is not', async () => {
    await vscode.commands.executeCommand('finetune.stopLocalServer');
    const other = createServer().listen(0, '127.0.0.1');
    const settings = vscode.workspace.getConfiguration('finetune.localServer');
    try {
      await new Promise((resolve) => other.once('listening', resolve));
      const { port } = other.address() as AddressInfo;
      await settings.update('port', port, vscode.ConfigurationTarget.Global);
      const uri = await datasetFile('fine.jsonl', exampleRows(12));
      await assert.rejects(
        async () => launch({ trainingFile: uri.fsPath }),
        new RegExp(`cannot use port ${port}: another program has it`),
      );
      await settings.update('port', undefined, vscode.ConfigurationTarget.Global);
      const id = await launch({ trainingFile: uri.fsPath, method: epochs(1) });
      assert.equal(await untilStatus(id, 'succeeded', 'failed'), 'succeeded');
    } finally {
      other.close();
      await settings.update('port', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
