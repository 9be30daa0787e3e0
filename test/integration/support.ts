import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../src/extension.ts';

/** The running extension's own API. */
export async function workbench(): Promise<ExtensionApi> {
  const extension = vscode.extensions.getExtension<ExtensionApi>('finetune-workbench.finetune-workbench');
  assert.ok(extension, 'the extension is not installed');
  return extension.activate();
}

/** Resolves with the first value that `read` gives, now or after an event; rejects with a sentence after `limit` ms. */
export function until<T>(
  what: string,
  onDidChange: (listener: () => void) => { dispose(): void },
  read: () => T | undefined | false,
  limit = 90_000,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = (): boolean => {
      const value = read();
      if (value === undefined || value === false) return false;
      clearTimeout(timer);
      listening.dispose();
      resolve(value);
      return true;
    };
    const timer = setTimeout(() => {
      listening.dispose();
      reject(new Error(`Not seen in ${limit} ms: ${what}`));
    }, limit);
    const listening = onDidChange(check);
    check();
  });
}

export function ownDiagnostics(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'finetune');
}

/** `12:json/missing-comma 40-41`: line 1-based, columns 0-based, as in the corpus. */
export function words(diagnostic: vscode.Diagnostic): string {
  const { start, end } = diagnostic.range;
  const code = typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
  return `${start.line + 1}:${code} ${start.character}-${end.character}`;
}

/** Waits until the file's problems are these. */
export async function untilProblems(uri: vscode.Uri, isRight: (problems: readonly string[]) => boolean): Promise<void> {
  let seen: readonly string[] = [];
  try {
    await until(
      'the problems',
      (listener) => vscode.languages.onDidChangeDiagnostics(listener),
      () => isRight((seen = ownDiagnostics(uri).map(words))),
      90_000,
    );
  } catch (error) {
    throw new Error(`Problems are: ${JSON.stringify(seen)}`, { cause: error });
  }
}

/** Sets what a person sets for all windows; `undefined` takes it back. What is so already costs no time. */
export async function set(id: string, value: unknown): Promise<void> {
  const settings = vscode.workspace.getConfiguration();
  if (JSON.stringify(settings.inspect(id)?.globalValue) === JSON.stringify(value)) return;
  await settings.update(id, value, vscode.ConfigurationTarget.Global);
}

const folders: string[] = [];

/** A new folder that `cleanUp` removes. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'finetune-test-'));
  folders.push(folder);
  return folder;
}

export async function cleanUp(): Promise<void> {
  // An editor that is closed unsaved would be saved later, into a folder that is gone.
  await vscode.workspace.saveAll(false);
  const isOpen = vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0);
  if (isOpen) await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
}

/** A chat example in one line. */
export const exampleRow = (question: string, answer: string): string =>
  JSON.stringify({
    messages: [
      { role: 'user', content: question },
      { role: 'assistant', content: answer },
    ],
  });

/** `count` different good examples. */
export function exampleRows(count: number): string[] {
  return Array.from({ length: count }, (_, i) => exampleRow(`What is ${i} plus ${i + 1}?`, `It is ${2 * i + 1}.`));
}

/** Writes rows to a new file and returns its address. */
export async function datasetFile(name: string, rows: readonly string[]): Promise<vscode.Uri> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, rows.map((row) => `${row}\n`).join(''));
  return vscode.Uri.file(path);
}

export async function openFile(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(uri);
}

export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8');
}

/** Waits until the job has one of these statuses; returns it. */
export async function untilStatus(id: string, ...statuses: readonly string[]): Promise<string> {
  const api = await workbench();
  return until(
    `job ${id} being ${statuses.join(' or ')}`,
    (listener) => api.onDidChangeJob(listener),
    () => {
      const status = api.jobStatus(id);
      return status !== undefined && statuses.includes(status) && status;
    },
    120_000,
  );
}

/** The actions at a range, with the edits of all. */
export function actionsAt(
  uri: vscode.Uri,
  range: vscode.Range,
  kind = vscode.CodeActionKind.QuickFix,
): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind.value, 100);
}

/** The one problem of `rule`, and what is offered for it. */
export async function offersFor(document: vscode.TextDocument, rule: string): Promise<vscode.CodeAction[]> {
  const problem = ownDiagnostics(document.uri).find(({ code }) => typeof code === 'object' && code.value === rule);
  assert.ok(problem, `no ${rule}`);
  return actionsAt(document.uri, problem.range);
}
