import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposable.ts';
import { ruleAnchor } from '../../dataset/problems.ts';
import { commands } from '../ids.ts';
import type { Reporter } from '../report.ts';

/** The link behind a rule id in a problem. */
export function ruleLink(rule: string): vscode.Uri {
  const argument = encodeURIComponent(JSON.stringify([rule]));
  return vscode.Uri.parse(`command:${commands.explainRule}?${argument}`);
}

/** `finetune.explainRule`: opens the shipped docs/rules.md at the rule. */
export function registerExplainRule(extensionUri: vscode.Uri, reporter: Reporter): Disposable {
  return vscode.commands.registerCommand(commands.explainRule, (rule: unknown) => {
    const known = typeof rule === 'string' && /^[a-z]+\/[a-z0-9-]+$/.test(rule) ? rule : undefined;
    const page = vscode.Uri.joinPath(extensionUri, 'docs', 'rules.md').with({
      fragment: known ? ruleAnchor(known) : '',
    });
    reporter.run(() => vscode.commands.executeCommand('markdown.showPreview', page));
  });
}
