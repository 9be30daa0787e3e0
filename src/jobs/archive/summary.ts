import { t } from '@vscode/l10n';
import type { Target } from '../../dataset/targets.ts';
import { kindOfHost, targetOf } from '../connectionSettings.ts';
import type { ArchiveProgress, ArchiveResult } from './archive.ts';
import { isLasting } from './archiveIndex.ts';
import { counted, sizeWords } from './words.ts';

/** What a run did, in sentences. `name` is the service as people call it. */
export function archiveSummary(
  name: string,
  { index, jobs, newJobs, newFiles, newBytes, repaired }: ArchiveResult,
): string {
  const news =
    newJobs === 0 && newFiles === 0
      ? t('{0}: nothing is new, {1} looked at.', name, counted.jobs(jobs))
      : t(
          '{0}: {1} with something new, of {2}; {3} fetched ({4}).',
          name,
          counted.jobs(newJobs),
          jobs,
          counted.files(newFiles),
          sizeWords(newBytes),
        );
  const known = (newJobs > 0 || newFiles > 0) && newJobs < jobs ? [t('Everything else was here.')] : [];
  const { missing } = index.counts;
  const absent =
    missing === 1
      ? t('1 thing could not be had: README.md says which and why.')
      : t('{0} things could not be had: README.md says which and why.', missing);
  const mended = t('What was damaged was had again: {0}.', counted.files(repaired.length));
  return [news, ...known, ...(missing > 0 ? [absent] : []), ...(repaired.length > 0 ? [mended] : [])].join(' ');
}

/** True where the next run may have more. */
export function isMoreToHave({ index }: ArchiveResult): boolean {
  return index.missing.some((missing) => !isLasting(missing) && missing.reason !== 'unsupported');
}

/** How far a run is, in a line. */
export function progressWords({ jobs, totalJobs, files, bytes }: ArchiveProgress): string {
  if (totalJobs === undefined) return t('Listing the jobs...');
  const done = t('{0} of {1}', jobs, counted.jobs(totalJobs));
  return files === 0 && bytes === 0 ? done : t('{0}, {1} fetched, {2}', done, counted.files(files), sizeWords(bytes));
}

/** A service as an archive names it: one on this machine has another port each time. */
export function archivedService(host: string): string {
  return /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/.test(host) ? 'local' : host;
}

/** Whose rules the datasets of an archive are checked by; `service` as the index names it. */
export function archiveTarget(service: string): Target {
  return targetOf(kindOfHost(service));
}
