import * as vscode from 'vscode';
import type { Clock } from '../../common/time.ts';
import type { LaunchProgress } from '../../jobs/launchParts.ts';
import { Transfer, type TransferState } from '../../jobs/transfer.ts';

const megabyte = 1_000_000;

/** Tells a person what a launch is doing: what is uploaded, how much of it, and for how long yet. */
export function launchProgress(clock: Clock, report: (words: string) => void): (progress: LaunchProgress) => void {
  const transfer = new Transfer(clock);
  const { t } = vscode.l10n;
  return (progress) => {
    switch (progress.type) {
      case 'upload': {
        const state = transfer.at(progress.sent, progress.file.size);
        if (state) report(uploadWords(progress.file.name, state));
        return;
      }
      case 'create':
        return report(t('Creating the job'));
      case 'search':
        return report(t('No good answer: asking whether the job was created'));
    }
  };
}

function uploadWords(name: string, { sent, total, secondsLeft }: TransferState): string {
  const { t } = vscode.l10n;
  if (total < megabyte) return t('Uploading {0}', name);
  const megabytes = (bytes: number): string => (bytes / megabyte).toFixed(1);
  const done = t('Uploading {0}: {1} of {2} MB', name, megabytes(sent), megabytes(total));
  return secondsLeft === undefined ? done : t('{0}, {1} left', done, timeText(secondsLeft));
}

function timeText(seconds: number): string {
  const { t } = vscode.l10n;
  return seconds < 90 ? t('{0} s', seconds) : t('{0} min', Math.round(seconds / 60));
}
