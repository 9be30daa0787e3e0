import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('The extension in a real VS Code', () => {
  it('activates', async () => {
    const extension = vscode.extensions.getExtension('finetune-workbench.finetune-workbench');
    assert.ok(extension, 'VS Code does not list the extension');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
