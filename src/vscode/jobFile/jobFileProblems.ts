import * as vscode from 'vscode';
import type { Severity } from '../../common/ruleDoc.ts';
import type { Target } from '../../dataset/targets.ts';
import { isFileId } from '../../jobs/fileId.ts';
import { checkJobFile, launchOf, readJobFile, type JobFileContent } from '../../jobs/jobFile.ts';
import { ruleLink } from '../dataset/explainRule.ts';
import { fileBeside } from './fileBeside.ts';

/** What a job file is checked against beside its text. */
export interface JobFileUse {
  /** Of the connection that it names, or of the default one; undefined for one that does not exist. */
  readonly targetOf: (connection: string | undefined) => Target | undefined;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** The problems of a job file, as the editor shows them. */
export async function jobFileProblems(
  document: vscode.TextDocument,
  { targetOf, today }: JobFileUse,
): Promise<readonly vscode.Diagnostic[]> {
  const content = readJobFile(document.getText());
  const target = targetOf(content.connection);
  const rangeOf = (start: number, end: number): vscode.Range =>
    new vscode.Range(document.positionAt(start), document.positionAt(end));
  const files = filesOf(content, document.uri);
  const found = checkJobFile(content, { target, today, files: namesOf(files) });
  const problems = found.map(({ rule, severity, message, start, end }) => {
    const diagnostic = new vscode.Diagnostic(rangeOf(start, end), message, severities[severity]);
    diagnostic.source = 'finetune';
    diagnostic.code = rule.startsWith('job-file/') ? rule : { value: rule, target: ruleLink(rule) };
    return diagnostic;
  });
  const atMember = (member: string, text: string): vscode.Range => {
    const key = document.getText().indexOf(`"${member}"`);
    const start = Math.max(document.getText().indexOf(JSON.stringify(text), key), 0);
    return rangeOf(start, start + JSON.stringify(text).length);
  };
  const { t } = vscode.l10n;
  if (content.connection !== undefined && target === undefined) {
    const message = t('There is no connection named "{0}" on this machine.', content.connection);
    problems.push(ofFile(atMember('connection', content.connection), message, 'job-file/unknown-connection'));
  }
  for (const { member, path, uri } of files) {
    if (document.isUntitled || (await isThere(uri))) continue;
    problems.push(ofFile(atMember(member, path), t('There is no file {0}.', uri.fsPath), 'job-file/missing-file'));
  }
  return problems;
}

function ofFile(range: vscode.Range, message: string, code: string): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
  diagnostic.source = 'finetune';
  diagnostic.code = code;
  return diagnostic;
}

interface NamedPath {
  readonly member: 'training_file' | 'validation_file';
  readonly path: string;
  readonly uri: vscode.Uri;
}

/** The files that are named by path. */
function filesOf(content: JobFileContent, jobFile: vscode.Uri): readonly NamedPath[] {
  const launch = launchOf(content);
  const named = (member: NamedPath['member'], path: string | undefined): readonly NamedPath[] =>
    path === undefined || isFileId(path) ? [] : [{ member, path, uri: fileBeside(jobFile, path) }];
  return [...named('training_file', launch?.trainingFile), ...named('validation_file', launch?.validationFile)];
}

function namesOf(files: readonly NamedPath[]): { training?: { name: string }; validation?: { name: string } } {
  const name = (member: NamedPath['member']): { name: string } | undefined => {
    const file = files.find((each) => each.member === member);
    return file && { name: file.path };
  };
  const [training, validation] = [name('training_file'), name('validation_file')];
  return { ...(training && { training }), ...(validation && { validation }) };
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
