import { rootPath } from '../../common/jsonPath.ts';
import type { Format } from '../../dataset/formats.ts';
import { placeOf, type RequestFacts } from './facts.ts';
import { methodFormats } from './methods.ts';
import { platformClosing, snapshotOf } from './models.ts';
import type { Report } from './problem.ts';

/** What is known about a file of the job. */
export interface JobFile {
  /** With its extension. */
  readonly name?: string | undefined;
  readonly format?: Format | undefined;
  /** Keys of the rows that graders may read; of reinforcement data. */
  readonly fields?: readonly string[] | undefined;
  /** Number of images. */
  readonly images?: number | undefined;
}

/** Days before its end from which a model is warned about. Our choice. */
const retiringDays = 90;
const day = 24 * 60 * 60 * 1000;

/** Checks that the model offers the method. Nothing is said about models that are not known. */
export function checkModel({ request, method, methodPath, model }: RequestFacts, report: Report): void {
  if (!model) return;
  const name = String(request.model);
  const snapshot = snapshotOf(name);
  if (snapshot !== undefined) report('job/model-alias', '$.model', { alias: name, snapshot });
  if (method && !model.methods.includes(method)) report('job/model-method', methodPath, { model: name, method });
}

/** Checks what OpenAI has announced against `today` (`YYYY-MM-DD`). */
export function checkDates({ request, model }: RequestFacts, today: string, report: Report): void {
  if (today >= platformClosing) report('job/platform-closed', rootPath);
  else report('job/platform-closing', rootPath, { date: platformClosing });
  if (!model) return;
  const data = { model: String(request.model), date: model.shutdown };
  const daysLeft = (Date.parse(model.shutdown) - Date.parse(today)) / day;
  if (daysLeft <= 0) report('job/model-retired', '$.model', data);
  else if (daysLeft <= retiringDays) report('job/model-retiring', '$.model', data);
}

/** Checks a file of the job, named by `field`, against the method and the model. */
export function checkFile(
  facts: RequestFacts,
  field: 'training_file' | 'validation_file',
  { name, format, images = 0 }: JobFile,
  report: Report,
): void {
  const { request, method, model } = facts;
  const path = placeOf(request, field);
  if (name !== undefined && !name.endsWith('.jsonl')) report('upload/wrong-extension', path);
  if (format && method && !methodFormats[method].includes(format)) {
    report('job/format-method', path, { format, method });
  } else if (format && model && model.takesCompletions !== (format === 'completions')) {
    report('job/format-model', path, { format, model: model.id });
  }
  if (images > 0 && model && !model.takesImages) report('job/images-model', path, { model: model.id });
}
