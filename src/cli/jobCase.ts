import { isObject, type JsonObject } from '../common/json.ts';
import { formats } from '../dataset/formats.ts';
import { targets, type Target } from '../dataset/targets.ts';
import { readJobFile, type JobFileContent } from '../jobs/jobFile.ts';
import type { JobContext } from '../jobs/requestRules/checkJobRequest.ts';
import type { JobFile } from '../jobs/requestRules/fit.ts';

/** A job file, and what is known beside its request. */
export interface JobCase {
  readonly content: JobFileContent;
  readonly context: JobContext;
}

const targetNames = Object.keys(targets) as readonly Target[];

/** Reads a job file, which may also have `provider`, `today` and `files`; gives a sentence where the text is something else. */
export function readJobCase(text: string): JobCase | string {
  const content = readJobFile(text);
  if (content.isTooDeep) return 'it is nested too deep.';
  if (content.shapeProblems.some(({ rule }) => rule === 'job-file/json')) return 'it is not JSON.';
  if (content.request === undefined) return 'it has no "request".';
  const { provider, today, files = {} } = content.members;
  const target = targetNames.find((name) => name === provider);
  if (provider !== undefined && !target) return `"provider" is one of ${targetNames.join(', ')}.`;
  if (today !== undefined && !isDate(today)) return '"today" is a date like 2026-11-20.';
  if (!isObject(files)) return '"files" is an object.';
  const training = readDataFile(files, 'training');
  const validation = readDataFile(files, 'validation');
  if (typeof training === 'string') return training;
  if (typeof validation === 'string') return validation;
  return { content, context: { target, today, files: { training, validation } } };
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
}

function readDataFile(files: JsonObject, role: string): JobFile | string | undefined {
  const value = files[role];
  if (value === undefined) return undefined;
  if (!isObject(value)) return `"files.${role}" is an object.`;
  const { name, format, fields, images } = value;
  if (name !== undefined && typeof name !== 'string') return `"files.${role}.name" is a text.`;
  const known = formats.find((known) => known === format);
  if (format !== undefined && !known) return `"files.${role}.format" is one of ${formats.join(', ')}.`;
  if (fields !== undefined && !areTexts(fields)) return `"files.${role}.fields" is a list of texts.`;
  if (images !== undefined && typeof images !== 'number') return `"files.${role}.images" is a number.`;
  return { name, format: known, fields, images };
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
