import { t } from '@vscode/l10n';
import type { Missing, MissingPart, MissingReason } from './archiveIndex.ts';

/** Counted things in words. */
export const counted = {
  jobs: (count: number): string => (count === 1 ? t('1 job') : t('{0} jobs', count)),
  files: (count: number): string => (count === 1 ? t('1 file') : t('{0} files', count)),
  contents: (count: number): string => (count === 1 ? t('1 content') : t('{0} different contents', count)),
  models: (count: number): string => (count === 1 ? t('1 fine-tuned model') : t('{0} fine-tuned models', count)),
  datasets: (count: number): string => (count === 1 ? t('1 dataset') : t('{0} datasets', count)),
};

/** A service as an archive's papers call it. */
export function serviceWords(service: string): string {
  return service === 'local' ? t('a service on this machine') : service;
}

/** Bytes for people. */
export function sizeWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/** What is missing, of what, and why, in a line. */
export function missingWords({ part, reason, job, file, status }: Missing): string {
  const what = file === undefined ? partWords(part) : `${partWords(part)} ${file}`;
  const ofJob = job === undefined ? what : t('{0} of job {1}', what, job);
  const why = status === undefined ? reasonWords(reason) : t('{0} (status {1})', reasonWords(reason), status);
  return `${ofJob}: ${why}`;
}

function partWords(part: MissingPart): string {
  switch (part) {
    case 'training':
      return t('training file');
    case 'validation':
      return t('validation file');
    case 'results':
      return t('result file');
    case 'unused':
      return t('unused file');
    case 'events':
      return t('events');
    case 'checkpoints':
      return t('checkpoints');
    case 'models':
      return t('the list of models');
    case 'files':
      return t('the list of files');
  }
}

function reasonWords(reason: MissingReason): string {
  switch (reason) {
    case 'deleted':
      return t('the service does not have it any more');
    case 'expired':
      return t('it has expired');
    case 'forbidden':
      return t('the key may not read it');
    case 'incomplete':
      return t('what came is not of the size that the service says');
    case 'unsupported':
      return t('the service does not offer it');
    case 'failed':
      return t('the service answers with an error');
  }
}
