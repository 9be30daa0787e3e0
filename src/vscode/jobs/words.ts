import * as vscode from 'vscode';

/** Numbers and times in the person's own notation. */
export const numberText = (value: number): string => value.toLocaleString(undefined, { maximumFractionDigits: 6 });
/** Hours and minutes. */
export const timeText = (time: number): string =>
  new Date(time).toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' });
export const dateText = (time: number): string => new Date(time).toLocaleString();

/** `1.2 MB`; '' for nothing. */
export function bytesText(bytes: number): string {
  if (bytes <= 0) return '';
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const value = bytes / 1000 ** power;
  return `${value.toLocaleString(undefined, { maximumFractionDigits: value < 10 && power > 0 ? 1 : 0 })} ${units[power]}`;
}

/** The last part of a path of any system. */
export const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** `█████░░░░░`; `fraction` from 0 to 1. */
export function progressBar(fraction: number): string {
  const full = Math.max(0, Math.min(10, Math.floor(fraction * 10)));
  return '█'.repeat(full) + '░'.repeat(10 - full);
}

/** `under 1 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return vscode.l10n.t('under 1 s');
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `train loss 0.412, full valid loss 0.530`. */
export function metricsText(metrics: Readonly<Record<string, number>>): string {
  return Object.entries(metrics)
    .filter(([name]) => name !== 'step')
    .map(([name, value]) => `${name.replaceAll('_', ' ').replace('mean token ', '')} ${value.toFixed(3)}`)
    .join(', ');
}
