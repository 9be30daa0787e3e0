import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { cleanUp, datasetFile, exampleRows, openFile, ownDiagnostics, untilProblems, workbench } from './support.ts';

/** What the bundles of the extension share (`l10n.js`): activation hands it VS Code's translation. */
interface Translation {
  config(how: { readonly contents: Readonly<Record<string, string>> }): void;
}

async function translation(): Promise<Translation> {
  await workbench();
  const extension = vscode.extensions.getExtension('finetune-workbench.finetune-workbench');
  assert.ok(extension);
  const programs = join(extension.extensionPath, 'dist', 'extension.js');
  return createRequire(programs)('./l10n.js') as Translation;
}

describe('A translation', () => {
  afterEach(async () => {
    (await translation()).config({ contents: {} });
    await cleanUp();
  });

  it('is used by problems, fixes and errors, whichever bundle they are in', async () => {
    const words = ['Missing comma.', 'Add the comma', 'There is no file {0}.'];
    (await translation()).config({ contents: Object.fromEntries(words.map((word) => [word, `<${word}>`])) });
    const uri = await datasetFile('train.jsonl', [...exampleRows(11), '{"messages": [] "a": 1}']);
    await openFile(uri);
    await untilProblems(uri, (problems) => problems.some((problem) => problem.includes('json/missing-comma')));
    const problem = ownDiagnostics(uri).find(({ message }) => message.includes('Missing comma.'));
    assert.equal(problem?.message, '<Missing comma.>');
    const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      problem.range,
    );
    assert.ok(actions.some(({ title }) => title === '<Add the comma>'));
    const nowhere = join(uri.fsPath, '..', 'nowhere.jsonl');
    await assert.rejects(
      async () =>
        vscode.commands.executeCommand('finetune.launchJob', {
          model: 'baseline-1',
          confirm: false,
          trainingFile: nowhere,
        }),
      /<There is no file .*nowhere\.jsonl\.>/,
    );
  });
});
