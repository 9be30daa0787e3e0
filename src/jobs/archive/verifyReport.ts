import { t } from '@vscode/l10n';
import { inline, list, table } from './markdown.ts';
import { isWhole, type Damage, type Verification } from './verify.ts';
import { counted, missingWords, serviceWords, sizeWords } from './words.ts';

/** Lines of a list, so that the report stays a page. */
const mostLines = 15;

/** One page on an archive, in Markdown that can be read as text too. */
export function verifyReport(found: Verification): string {
  const { index, files, bytes, damages, strangers, datasets } = found;
  const withErrors = datasets.filter(({ errors }) => errors > 0);
  const more = (count: number): string => t('{0} more', count);
  const sections = [
    `# ${t('Archive of {0}', inline(serviceWords(index.service)))}`,
    `**${verdict(found)}**`,
    [
      t('{0} read through, {1}.', counted.files(files), sizeWords(bytes)),
      t('{0}, last archived on {1}.', counted.jobs(index.counts.jobs), index.updatedAt.slice(0, 10)),
      withErrors.length === 0
        ? t('{0} checked, none with errors.', counted.datasets(datasets.length))
        : t('{0} checked, {1} with errors.', counted.datasets(datasets.length), withErrors.length),
    ].join(' '),
    ...section(t('Damaged'), damages, (lines) => list(lines.map(damageWords), mostLines, more)),
    ...(damages.length > 0 && index.isFinished
      ? [t('Delete these files and archive again: they are fetched anew while the service has them.')]
      : []),
    ...section(t('What could not be had'), index.missing, (missing) =>
      list(
        missing.map((each) => inline(missingWords(each))),
        mostLines,
        more,
      ),
    ),
    ...section(t('Datasets with errors'), withErrors, (lines) =>
      table(
        [t('File'), t('Examples'), t('Errors'), t('Warnings')],
        lines
          .slice(0, mostLines)
          .map(({ path, examples, errors, warnings }) => [inline(path), `${examples}`, `${errors}`, `${warnings}`]),
      ),
    ),
    ...(withErrors.length > mostLines ? [more(withErrors.length - mostLines)] : []),
    ...section(t('Files that the archive does not know'), strangers, (paths) =>
      list(paths.map(inline), mostLines, more),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

function section<T>(heading: string, items: readonly T[], text: (items: readonly T[]) => string): readonly string[] {
  return items.length === 0 ? [] : [`## ${heading}`, text(items)];
}

function verdict(found: Verification): string {
  if (isWhole(found)) return t('The archive is whole: every file is there and as it was archived.');
  const { damages } = found;
  if (damages.length === 0) return t('The archive is not finished: archive again, and it goes on where it stopped.');
  return damages.length === 1 ? t('1 file is damaged.') : t('{0} files are damaged.', damages.length);
}

function damageWords({ path, kind }: Damage): string {
  const name = inline(path);
  switch (kind) {
    case 'absent':
      return t('{0} is not there.', name);
    case 'changed':
      return t('{0} has changed.', name);
    case 'unreadable':
      return t('{0} cannot be read.', name);
    case 'deadEnd':
      return t('{0} names a file that is not in the archive.', name);
  }
}
