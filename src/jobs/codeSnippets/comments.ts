import { t } from '@vscode/l10n';
import { keyVariable, type SnippetService, type SnippetTask } from './task.ts';

/** What somebody who runs a program has to know first, as lines without comment signs. */
export function comments(service: SnippetService, task: SnippetTask, needs: string): readonly string[] {
  const variable = keyVariable(service);
  return [
    needs === '' ? '' : t('Needs: {0}', needs),
    variable === undefined ? '' : keyComment(service, variable),
    // Azure's guide on fine-tuning, 2026-10: a model is deployed first, and asked by the name of its deployment.
    service.kind === 'azure' && task.type === 'ask'
      ? t('Deploy the model first, and write the name of the deployment for that of the model.')
      : '',
  ].filter(Boolean);
}

function keyComment({ kind, authentication }: SnippetService, variable: string): string {
  if (authentication === 'microsoft') {
    const command =
      'az account get-access-token --resource https://cognitiveservices.azure.com --query accessToken -o tsv';
    return t('{0} holds a token: {1}', variable, command);
  }
  if (kind === 'local')
    return t('{0} holds the key of the local server: the file named key in its data folder.', variable);
  return t('{0} holds the key.', variable);
}
