import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { UserError } from '../../common/errors.ts';
import { isObject } from '../../common/json.ts';
import type { Lineage } from '../../jobs/journal.ts';
import type { Pins } from '../../jobs/pins.ts';
import type { JobRecord } from '../../jobs/store.ts';
import { addressOf } from '../address.ts';
import { answersScheme, commands } from '../ids.ts';
import type { Reporter } from '../report.ts';
import { registerReports } from '../reports.ts';
import { chooseJob, chooseJobs } from './chooseJob.ts';
import { jobCommand, type JobCommand } from './commands.ts';
import { failurePlace } from './failurePlace.ts';
import type { CopyParts } from './copyCode.ts';
import type { DeletionParts } from './fileCommands.ts';
import type { UploadedContents } from './uploadedContent.ts';

export interface RowCommandParts extends DeletionParts, CopyParts {
  readonly reporter: Reporter;
  readonly pins: Pins;
  readonly contents: UploadedContents;
  readonly lineageOf: (record: JobRecord) => Promise<Lineage | undefined>;
}

/** Commands on what stands in the rows of the jobs view: copy, pin, open, try and delete. */
export function registerRowCommands(parts: RowCommandParts): Disposable {
  const owned = new DisposableStore();
  const { pins } = parts;
  const register = (id: string, run: JobCommand): void => {
    owned.add(jobCommand(parts.reporter, id, run));
  };
  register(commands.copyJobId, async (argument, rows) => {
    const records = await chooseJobs(argument, rows, parts);
    await copy(records.map(({ job }) => job.id).join('\n'));
  });
  register(commands.copyModelName, async (argument, rows) => copy(await modelName(argument, rows, parts)));
  register(commands.copyValue, (argument) => copy(valueOf(argument)));
  register(commands.copyAsCode, async (argument) => {
    const { copyAsCode } = await import('./rowActions.ts');
    return copyAsCode(argument, parts);
  });
  for (const isPinned of [true, false]) {
    register(isPinned ? commands.pinJob : commands.unpinJob, async (argument, rows) => {
      const isFit = ({ connection, job }: JobRecord): boolean => pins.has({ connection, id: job.id }) !== isPinned;
      for (const { connection, job } of await chooseJobs(argument, rows, parts, isFit)) {
        await pins.set({ connection, id: job.id }, isPinned);
      }
    });
  }
  register(commands.openFileContent, async (argument) => {
    const { chooseFile } = await import('./rowActions.ts');
    const place = await chooseFile(argument, parts, 'fileContent');
    if (place) await parts.contents.show(place);
  });
  register(commands.deleteFile, async (argument) => {
    const { deleteFile } = await import('./rowActions.ts');
    await deleteFile(argument, parts);
  });
  register(commands.deleteModel, async (argument) => {
    const { deleteModel } = await import('./rowActions.ts');
    await deleteModel(argument, parts);
  });
  const tryParts = {
    ...parts,
    reports: owned.add(registerReports(answersScheme, vscode.l10n.t('These answers are gone: ask again.'))),
    last: { message: '' },
  };
  register(commands.tryModel, async (argument) => {
    const { tryJobModel } = await import('./rowActions.ts');
    return tryJobModel(argument, tryParts);
  });
  register(commands.showFailureLine, (argument) => showFailureLine(argument, parts));
  return owned;
}

async function copy(text: string | undefined): Promise<void> {
  if (text) await vscode.env.clipboard.writeText(text);
}

/** The name in the row, as a checkpoint has one, or of the model that the job made. */
async function modelName(argument: unknown, rows: unknown, parts: RowCommandParts): Promise<string | undefined> {
  if (isObject(argument) && argument.type === 'checkpoint' && isObject(argument.checkpoint)) {
    return String(argument.checkpoint.model);
  }
  const records = await chooseJobs(argument, rows, parts, ({ job }) => job.fineTunedModel !== undefined);
  return records.flatMap(({ job }) => job.fineTunedModel ?? []).join('\n');
}

/** What a row tells beside its name. */
function valueOf(argument: unknown): string | undefined {
  if (!isObject(argument)) return undefined;
  const { job } = isObject(argument.record) ? (argument.record as unknown as JobRecord) : {};
  const error = argument.type === 'error' ? job?.error?.message : undefined;
  const value = argument.value ?? argument.model ?? argument.file ?? error;
  return typeof value === 'string' ? value : undefined;
}

/** Opens the local file where the service found fault with it. */
async function showFailureLine(argument: unknown, parts: RowCommandParts): Promise<void> {
  const { t } = vscode.l10n;
  const record = await chooseJob(argument, parts, ({ job }) => job.error !== undefined);
  if (!record) return;
  const place = failurePlace(record, await parts.lineageOf(record));
  const [line] = place?.lines ?? [];
  if (!place || line === undefined) {
    throw new UserError('job.noLine', t('The service names no line of a file that was sent from this machine.'));
  }
  const document = await vscode.workspace.openTextDocument(addressOf(place.file.path));
  const selection = document.lineAt(Math.min(line, document.lineCount) - 1).range;
  await vscode.window.showTextDocument(document, { selection });
}
