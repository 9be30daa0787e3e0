import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, datasetFile, exampleRows, openFile, ownDiagnostics, untilProblems } from './support.ts';

const workspaceFile = async (name: string, rows: readonly string[]): Promise<vscode.Uri> => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(rows.map((row) => `${row}\n`).join('')));
  return uri;
};

const images = (count: number): string =>
  JSON.stringify({
    messages: [
      {
        role: 'user',
        content: Array.from({ length: count }, (_, i) => ({
          type: 'image_url',
          image_url: { url: `https://example.com/${i}.png` },
        })),
      },
      { role: 'assistant', content: 'Many.' },
    ],
  });

describe('What a dataset is checked for', () => {
  afterEach(cleanUp);

  it('changes with the target: the same line is right for one service and wrong for another', async () => {
    const uri = await datasetFile('target.jsonl', [...exampleRows(11), images(11)]);
    await openFile(uri);
    const settings = vscode.workspace.getConfiguration('finetune.dataset');
    const isWrong = (problems: readonly string[]): boolean =>
      problems.some((problem) => problem.startsWith('12:vision/too-many-images'));
    await untilProblems(uri, isWrong);
    try {
      await settings.update('target', 'azure', vscode.ConfigurationTarget.Global);
      await untilProblems(uri, (problems) => !isWrong(problems));
    } finally {
      await settings.update('target', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('says the column of a problem that lies too far to the right to be seen', async () => {
    const far = JSON.stringify({
      messages: [
        { role: 'user', content: 'x'.repeat(12_000) },
        { role: 'asistant', content: 'y' },
      ],
    });
    const uri = await datasetFile('far.jsonl', [...exampleRows(11), far]);
    await openFile(uri);
    await untilProblems(uri, (problems) => problems.some((problem) => problem.includes('chat/invalid-role')));
    const messages = ownDiagnostics(uri).map(({ message }) => message);
    assert.ok(
      messages.some((message) => /\(column 12,0\d\d\)$/.test(message)),
      messages.join('\n'),
    );
  });

  it('marks what stands in the training file as well, where a setting or a job file says which one that is', async () => {
    const rows = exampleRows(24);
    const training = await workspaceFile('overlap-train.jsonl', rows.slice(0, 12));
    const validation = await workspaceFile('overlap-validation.jsonl', rows.slice(11, 23));
    const job = { request: { training_file: 'overlap-train.jsonl', validation_file: 'overlap-validation.jsonl' } };
    const jobFile = await workspaceFile('overlap.finetune.json', [JSON.stringify(job)]);
    try {
      await openFile(validation);
      await untilProblems(validation, (problems) =>
        problems.some((problem) => problem.startsWith('1:file/train-validation-overlap')),
      );
    } finally {
      for (const uri of [training, validation, jobFile]) await vscode.workspace.fs.delete(uri);
    }
  });
});
