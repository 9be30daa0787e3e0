import { t } from '@vscode/l10n';
import type { ArchiveProgress, ArchiveResult } from './archive.ts';
import { isLasting } from './archiveIndex.ts';
import { sizeWords } from './words.ts';

/** What a run did, in sentences. */
export function archiveSummary({ index, jobs, newJobs, newFiles, newBytes, repaired }: ArchiveResult): string {
  const news =
    newJobs === 0 && newFiles === 0
      ? t('{0}: nothing is new, all {1} jobs are here.', index.service, jobs)
      : t(
          '{0}: {1} of {2} jobs have something new; {3} files fetched ({4}), everything else was here.',
          index.service,
          newJobs,
          jobs,
          newFiles,
          sizeWords(newBytes),
        );
  const absent =
    index.missing.length === 0
      ? []
      : [t('{0} things could not be had: README.md says which and why.', index.missing.length)];
  const mended = repaired.length === 0 ? [] : [t('{0} damaged files were had again.', repaired.length)];
  return [news, ...absent, ...mended].join(' ');
}

/** True where the next run may have more. */
export function isMoreToHave({ index }: ArchiveResult): boolean {
  return index.missing.some((missing) => !isLasting(missing) && missing.reason !== 'unsupported');
}

/** How far a run is, in a line. */
export function progressWords({ jobs, totalJobs, files, bytes }: ArchiveProgress): string {
  if (totalJobs === undefined) return t('Listing the jobs...');
  const done = t('{0} of {1} jobs', jobs, totalJobs);
  return files === 0 && bytes === 0 ? done : t('{0}, {1} files fetched, {2}', done, files, sizeWords(bytes));
}

/** A service as an archive names it: one on this machine has another port each time. */
export function archivedService(host: string): string {
  return /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/.test(host) ? 'local' : host;
}
