import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { cleanUp, datasetFile, exampleRows, openFile, untilProblems, untilStatus, workbench } from './support.ts';

const written: vscode.Uri[] = [];

/** A file of the workspace that is gone after the test. */
async function workspaceFile(name: string, text: string): Promise<vscode.Uri> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  written.push(uri);
  return uri;
}

let jobFiles = 0;

/** Each of another name: VS Code may keep the text of one that was closed. */
const jobFile = (request: unknown, connection?: string): Promise<vscode.Uri> =>
  workspaceFile(
    `job-${++jobFiles}.finetune.json`,
    JSON.stringify({ ...(connection && { connection }), request }, undefined, 2),
  );

const epochs = { type: 'supervised', supervised: { hyperparameters: { n_epochs: 1 } } };

describe('Job files', () => {
  before(workbench);
  afterEach(async () => {
    await cleanUp();
    for (const uri of written.splice(0)) await rm(uri.fsPath, { force: true });
  });

  it('are marked where a rule, a connection or a file is not right, and no more when it is', async () => {
    const uri = await jobFile({ model: 'baseline-1', training_file: 'nowhere.jsonl', seed: -1 }, 'elsewhere');
    const editor = await openFile(uri);
    const expected = '2:job-file/unknown-connection 16-27, 5:job-file/missing-file 21-36, 6:job/seed 12-14';
    // The rules of OpenAI on dates speak too, as long as no connection says that it is another service.
    await untilProblems(uri, (found) => expected.split(', ').every((problem) => found.includes(problem)));
    await workspaceFile('nowhere.jsonl', '');
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    const right = { connection: 'local', request: { model: 'baseline-1', training_file: 'nowhere.jsonl' } };
    await editor.edit((edit) => edit.replace(all, JSON.stringify(right)));
    await untilProblems(uri, (found) => found.length === 0);
  });

  it('are marked where the local server would refuse the grader, and not where an engine may bring it', async () => {
    const grader = { type: 'python', name: 'p', source: 'def grade(sample, item):\n  return 1' };
    const request = (model: string): unknown => ({
      model,
      training_file: 'train.jsonl',
      validation_file: 'validation.jsonl',
      method: { type: 'reinforcement', reinforcement: { grader } },
    });
    const uri = await jobFile(request('baseline-1'), 'local');
    const editor = await openFile(uri);
    await untilProblems(uri, (found) => found.some((problem) => problem.includes('grader/not-run-here')));
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    const elsewhere = JSON.stringify({ connection: 'local', request: request('tiny-1') });
    await editor.edit((edit) => edit.replace(all, elsewhere));
    await untilProblems(uri, (found) => found.length === 0);
  });

  it('have a lens that launches them', async () => {
    const uri = await jobFile({ model: 'baseline-1', training_file: 'train.jsonl' });
    await openFile(uri);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    const found = lenses.map(({ command }) => [command?.command, String(command?.arguments?.[0])]);
    assert.deepEqual(found, [['finetune.launchJob', String(uri)]]);
  });

  it('are launched with files named relative to them', async () => {
    await workspaceFile('few.jsonl', `${exampleRows(12).join('\n')}\n`);
    const uri = await jobFile({ model: 'baseline-1', training_file: 'few.jsonl', suffix: 'filed', method: epochs });
    const id = await vscode.commands.executeCommand<string>('finetune.launchJob', { jobFile: uri, confirm: false });
    assert.equal(await untilStatus(id, 'succeeded', 'failed'), 'succeeded');
  });

  it('are made of a past job, with its own data, to be changed and launched again', async () => {
    await workspaceFile('few.jsonl', `${exampleRows(12).join('\n')}\n`);
    const request = { model: 'baseline-1', training_file: 'few.jsonl', suffix: 'twice', method: epochs };
    const jobFileUri = await jobFile(request);
    const argument = { jobFile: jobFileUri, confirm: false };
    const id = await vscode.commands.executeCommand<string>('finetune.launchJob', argument);
    await untilStatus(id, 'succeeded', 'failed');
    await vscode.commands.executeCommand('finetune.launchAgain', id);
    const document = vscode.window.activeTextEditor?.document;
    assert.match(document?.uri.path ?? '', /\/twice\.finetune\.json$/);
    assert.deepEqual(JSON.parse(document?.getText() ?? ''), { connection: 'local', request });
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('send no file from outside the workspace without a question', async () => {
    const outside = await datasetFile('outside.jsonl', exampleRows(12));
    const uri = await jobFile({ model: 'baseline-1', training_file: outside.fsPath });
    await assert.rejects(
      async () => vscode.commands.executeCommand('finetune.launchJob', { jobFile: uri, confirm: false }),
      /outside\.jsonl is outside the workspace/,
    );
  });

  it('are not launched while a rule is broken, and the sentence says which', async () => {
    const uri = await jobFile({ model: 'baseline-1', training_file: 'validation.jsonl', seed: -1 });
    await assert.rejects(
      async () => vscode.commands.executeCommand('finetune.launchJob', { jobFile: uri.fsPath, confirm: false }),
      /local would refuse this job: Seed: 0 to 2147483647/,
    );
  });
});
