import { t } from '@vscode/l10n';
import { isLasting, type ArchivedJob, type ArchiveIndex, type Missing } from './archiveIndex.ts';
import { inline, table } from './markdown.ts';
import { counted, missingWords, serviceWords, sizeWords } from './words.ts';

/** README.md of an archive: what is here, what is not and why, and what can be done with it. */
export function readmeText(index: ArchiveIndex): string {
  const { service, updatedAt, isFinished, counts, jobs, models, missing } = index;
  const sections = [
    `# ${t('Fine-tuning jobs of {0}', inline(serviceWords(service)))}`,
    [
      t('Archived on {0}:', updatedAt.slice(0, 10)),
      t(
        '{0}, {1} of the service ({2}, {3}), {4}.',
        counted.jobs(counts.jobs),
        counted.files(counts.files),
        counted.contents(counts.contents),
        sizeWords(counts.bytes),
        counted.models(counts.models),
      ),
    ].join(' '),
    ...(isFinished
      ? []
      : [`**${t('This archive is not finished: archive again, and it goes on where it stopped.')}**`]),
    `## ${t('Jobs')}`,
    jobs.length === 0 ? t('There is none.') : jobTable(jobs),
    ...(models.length === 0 ? [] : [`## ${t('Fine-tuned models')}`, modelTable(index)]),
    `## ${t('What could not be had')}`,
    missing.length === 0 ? t('Nothing: everything that the service has is here.') : missingList(missing),
    `## ${t('What to do with it')}`,
    uses(),
  ];
  return `${sections.join('\n\n')}\n`;
}

function jobTable(jobs: readonly ArchivedJob[]): string {
  return table(
    [t('Created'), t('Job'), t('Model'), t('Status'), t('Fine-tuned model')],
    jobs.map(({ createdAt = '', id, folder, suffix, model, status, fineTunedModel = '' }) => [
      createdAt.slice(0, 10),
      `[${inline(suffix ?? id)}](${folder}/)`,
      inline(model),
      inline(status),
      inline(fineTunedModel),
    ]),
  );
}

function modelTable({ models, jobs }: ArchiveIndex): string {
  const folders = new Map(jobs.map(({ id, folder }) => [id, folder]));
  return table(
    [t('Model'), t('Ends on'), t('Job')],
    models.map(({ id, shutdownDate = '', job = '' }) => {
      const folder = folders.get(job);
      return [inline(id), inline(shutdownDate), folder === undefined ? '' : `[${inline(job)}](${folder}/)`];
    }),
  );
}

function missingList(missing: readonly Missing[]): string {
  const lines = missing.map((each) => `- ${inline(missingWords(each))}`);
  const canPass = missing.some((each) => !isLasting(each));
  return [
    ...lines,
    ...(canPass ? ['', t('What is not deleted or expired is asked for again by the next run.')] : []),
  ].join('\n');
}

function uses(): string {
  return [
    `- ${t('Check that every file is what it was: {0}', '`finetune archive --verify .`')}`,
    `- ${t('Bring it up to date: archive into the same folder again. Only what is new is fetched; this file and {0} are written anew.', '`index.json`')}`,
    `- ${t('Train a job again, on any service: {0}, or open its job file in VS Code.', '`finetune launch --base-url URL jobs/…/job.finetune.json`')}`,
    `- ${t('Keep it in git: contents that are equal are stored once, and no line end is changed. Services like GitHub take files of more than 100 MB by Git LFS only.')}`,
    `- ${t('Files with the same content are one file on the disk: change copies of them, not them.')}`,
    `- ${t('It holds your training data, and ids of your organization and its models as the service sent them, but no key: keep it where the data may be.')}`,
  ].join('\n');
}
