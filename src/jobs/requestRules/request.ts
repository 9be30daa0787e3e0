import { isGiven, isObject, type JsonObject } from '../../common/json.ts';
import { memberPath, rootPath } from '../../common/jsonPath.ts';
import { isText, type RequestFacts } from './facts.ts';
import { characters, isIntegerIn, isNumberIn, jobLimits } from './limits.ts';
import type { Report } from './problem.ts';
import { requestFields } from './requestFields.ts';

/** Checks the members of a request that stand for themselves. */
export function checkMembers({ request, method }: RequestFacts, report: Report): void {
  if (!isText(request.model)) report('job/missing-model', rootPath);
  if (!isText(request.training_file)) report('job/missing-training-file', rootPath);
  for (const field of Object.keys(request)) {
    if (!requestFields.includes(field)) report('job/unknown-field', memberPath(rootPath, field), { field });
  }
  checkSuffix(request.suffix, report);
  if (isGiven(request.seed) && !isIntegerIn(request.seed, jobLimits.seed)) report('job/seed', '$.seed');
  checkMetadata(request.metadata, report);
  checkFiles(request, method === 'reinforcement', report);
}

function checkSuffix(suffix: unknown, report: Report): void {
  if (!isGiven(suffix)) return;
  const isRight = typeof suffix === 'string' && isNumberIn(characters(suffix), jobLimits.suffixLength);
  if (!isRight) report('job/suffix-length', '$.suffix');
  if (typeof suffix === 'string' && !/^[A-Za-z0-9_-]*$/.test(suffix)) report('job/suffix-charset', '$.suffix');
}

function checkMetadata(metadata: unknown, report: Report): void {
  const path = '$.metadata';
  if (!isGiven(metadata)) return;
  if (!isObject(metadata)) return report('job/metadata-value-type', path);
  const { pairs, keyLength, valueLength } = jobLimits.metadata;
  const entries = Object.entries(metadata);
  if (entries.length > pairs) report('job/metadata-count', path);
  for (const [key, value] of entries) {
    const place = memberPath(path, key);
    if (characters(key) > keyLength) report('job/metadata-key-length', place);
    if (typeof value !== 'string') report('job/metadata-value-type', place);
    else if (characters(value) > valueLength) report('job/metadata-value-length', place);
  }
}

function checkFiles(request: JsonObject, needsValidation: boolean, report: Report): void {
  const validation = request.validation_file;
  if (!isText(validation)) {
    if (needsValidation) report('job/rft-needs-validation', rootPath);
  } else if (validation === request.training_file) report('job/validation-same-file', '$.validation_file');
}
