import * as vscode from 'vscode';

const { t } = vscode.l10n;

const number = (count: number): string => count.toLocaleString();

/** Counted things in words. */
export const counted = {
  errors: (count: number): string => (count === 1 ? t('1 error') : t('{0} errors', number(count))),
  warnings: (count: number): string => (count === 1 ? t('1 warning') : t('{0} warnings', number(count))),
  tokens: (count: number): string => (count === 1 ? t('1 token') : t('{0} tokens', number(count))),
  activeJobs: (count: number): string => (count === 1 ? t('1 active job') : t('{0} active jobs', number(count))),
  examples: (count: number): string => (count === 1 ? t('1 example') : t('{0} examples', number(count))),
};
