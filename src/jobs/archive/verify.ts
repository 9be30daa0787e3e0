import { t } from '@vscode/l10n';
import { UserError } from '../../common/errors.ts';
import { isFileId } from '../fileId.ts';
import { readJobFile } from '../jobFile.ts';
import { isObject } from '../../common/json.ts';
import { readIndex, type ArchiveIndex } from './archiveIndex.ts';
import type { ArchiveFolder } from './folder.ts';
import { archiveFiles, jobFiles, partEnding } from './layout.ts';
import { idOf } from './listAll.ts';

/** A training or validation file as a check with our rules finds it. */
export interface DatasetFacts {
  readonly examples: number;
  readonly errors: number;
  readonly warnings: number;
}

/** What a dataset is checked for. */
export interface DatasetUse {
  readonly role: 'training' | 'validation';
  /** What was trained with it. */
  readonly model: string;
  /** Host of the service that trained it, or `local`. */
  readonly service: string;
}

export interface VerifyParts {
  readonly folder: ArchiveFolder;
  readonly checkDataset: (path: string, use: DatasetUse) => Promise<DatasetFacts>;
  readonly signal: AbortSignal;
  /** Hears of how many files were looked at, of all. */
  readonly onProgress: (done: number, total: number) => void;
}

/** A file that is not what the index says. */
export interface Damage {
  readonly path: string;
  /** absent: it is not there. changed: its bytes are others. unreadable: its text is not what it should be. deadEnd: it names a file that is not here. */
  readonly kind: 'absent' | 'changed' | 'unreadable' | 'deadEnd';
}

export interface CheckedDataset extends DatasetFacts {
  readonly path: string;
}

/** What was found in an archive. */
export interface Verification {
  readonly index: ArchiveIndex;
  readonly files: number;
  readonly bytes: number;
  readonly damages: readonly Damage[];
  /** Files that the index does not know. */
  readonly strangers: readonly string[];
  /** Each content once. */
  readonly datasets: readonly CheckedDataset[];
}

/** True where all is there and as it was. What the service did not give, and errors in the data, are no damage. */
export function isWhole({ index, damages }: Verification): boolean {
  return index.isFinished && damages.length === 0;
}

/**
 * Looks at every file of an archive: its hash, what it refers to, and the datasets with our rules. Throws a UserError
 * (`archive.none`) where there is no archive.
 */
export async function verifyArchive(parts: VerifyParts): Promise<Verification> {
  const { folder, signal, onProgress } = parts;
  const index = readIndex((await folder.read(archiveFiles.index)) ?? '');
  if (!index) {
    throw new UserError(
      'archive.none',
      t('There is no archive in this folder: its index.json is absent or cannot be read.'),
      t('Choose the folder that holds index.json.'),
    );
  }
  const known = Object.entries(index.contents);
  const damages: Damage[] = [];
  let bytes = 0;
  for (const [done, [path, content]] of known.entries()) {
    signal.throwIfAborted();
    onProgress(done, known.length);
    const found = await folder.hash(path, signal);
    bytes += found?.bytes ?? 0;
    if (!found) damages.push({ path, kind: 'absent' });
    else if (found.sha256 !== content.sha256) damages.push({ path, kind: 'changed' });
  }
  damages.push(...(await brokenReferences(index, folder)));
  const bad = new Set(damages.map(({ path }) => path));
  const datasets = await checkDatasets(index, bad, parts);
  onProgress(known.length, known.length);
  return { index, files: known.length, bytes, damages, strangers: await strangersIn(index, folder), datasets };
}

async function brokenReferences(index: ArchiveIndex, folder: ArchiveFolder): Promise<readonly Damage[]> {
  const { contents } = index;
  const damages: Damage[] = [];
  for (const { path } of index.files) if (!contents[path]) damages.push({ path, kind: 'absent' });
  for (const job of index.jobs) {
    const record = `${job.folder}/${jobFiles.record}`;
    const text = await folder.read(record);
    // One that was never finished has none yet.
    if (text === undefined && index.isFinished && !contents[record]) damages.push({ path: record, kind: 'absent' });
    if (text !== undefined && recordId(text) !== job.id) damages.push({ path: record, kind: 'unreadable' });
    const jobFile = `${job.folder}/${jobFiles.jobFile}`;
    const { request } = readJobFile((await folder.read(jobFile)) ?? '');
    if (!contents[jobFile]) continue;
    if (!isObject(request)) damages.push({ path: jobFile, kind: 'unreadable' });
    else if (filesOf(request).some((name) => !contents[resolved(job.folder, name)])) {
      damages.push({ path: jobFile, kind: 'deadEnd' });
    }
  }
  return damages;
}

function recordId(text: string): string | undefined {
  try {
    return idOf(text);
  } catch {
    return undefined;
  }
}

/** Files of this machine that a request names. */
function filesOf(request: Readonly<Record<string, unknown>>): readonly string[] {
  const names = [request['training_file'], request['validation_file']];
  return names.filter((name) => typeof name === 'string').filter((name) => name.endsWith('.jsonl') && !isFileId(name));
}

function resolved(folder: string, name: string): string {
  return decodeURIComponent(new URL(name, `file:///${folder}/`).pathname).slice(1);
}

async function checkDatasets(
  { service, jobs, files, contents }: ArchiveIndex,
  bad: ReadonlySet<string>,
  { checkDataset, signal }: VerifyParts,
): Promise<readonly CheckedDataset[]> {
  const paths = new Map(files.map(({ id, path }) => [id, path]));
  const uses = jobs.flatMap(({ trainingFile, validationFile, model }) => [
    { path: paths.get(trainingFile ?? ''), role: 'training' as const, model },
    { path: paths.get(validationFile ?? ''), role: 'validation' as const, model },
  ]);
  const checked = new Map<string, CheckedDataset>();
  for (const { path, role, model } of uses) {
    const sha256 = path === undefined ? undefined : contents[path]?.sha256;
    if (path === undefined || sha256 === undefined || checked.has(sha256) || bad.has(path)) continue;
    signal.throwIfAborted();
    checked.set(sha256, { path, ...(await checkDataset(path, { role, model, service })) });
  }
  return Array.from(checked.values());
}

async function strangersIn({ contents }: ArchiveIndex, folder: ArchiveFolder): Promise<readonly string[]> {
  const own: readonly string[] = Object.values(archiveFiles);
  const isOwn = (path: string): boolean =>
    path in contents || own.includes(path) || path.startsWith('.') || path.endsWith(partEnding);
  return (await folder.list()).filter((path) => !isOwn(path)).toSorted();
}
