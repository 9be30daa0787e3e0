import { isGiven, isObject, type JsonObject } from '../../common/json.ts';
import type { Target } from '../../dataset/targets.ts';
import type { ConnectionKind } from '../connections.ts';
import { methodOf } from '../cost.ts';
import type { LaunchRequest } from '../request.ts';
import { hyperparameterFit } from '../requestRules/hyperparameters.ts';
import { characters, isIntegerIn, jobLimits } from '../requestRules/limits.ts';
import { isMethodName } from '../requestRules/methods.ts';
import { findBaseModel } from '../requestRules/models.ts';
import { requestFields } from '../requestRules/requestFields.ts';
import type { MovingJob } from './movingJob.ts';
import type { MovingNote } from './note.ts';
import { isTrained } from './targetModel.ts';

/** The service that a job goes to, as far as its parameters are concerned. */
export interface MovingTarget {
  readonly kind: ConnectionKind;
  readonly target: Target;
  /** Characters. */
  readonly suffixLimit: number;
  /** The model to start from there. */
  readonly model: string;
}

/** A request for the new service, and what became of each part of the old one. */
export interface MappedRequest {
  readonly request: LaunchRequest;
  readonly notes: readonly MovingNote[];
}

type Part = { readonly fields: Partial<LaunchRequest>; readonly notes: readonly MovingNote[] };

/** What a job asks of another service. Every part of it has a note: nothing gets lost unsaid. */
export function mapRequest(job: MovingJob, to: MovingTarget): MappedRequest {
  const { request } = job;
  const parts = [
    modelPart(request.model, to),
    methodPart(job, to),
    suffixPart(request.suffix, to),
    seedPart(request.seed),
    metadataPart(request.metadata),
    integrationsPart(request.integrations, to),
    otherPart(request),
  ];
  return {
    request: Object.assign({ model: to.model }, ...parts.map(({ fields }) => fields)) as LaunchRequest,
    notes: parts.flatMap(({ notes }) => notes),
  };
}

function modelPart(from: string, { model: to }: MovingTarget): Part {
  if (from === to) return { fields: {}, notes: [{ effect: 'carried', about: 'model', name: from, value: to }] };
  return { fields: {}, notes: [{ effect: 'changed', about: isTrained(from) ? 'startingModel' : 'model', from, to }] };
}

function methodPart({ request, kind }: MovingJob, to: MovingTarget): Part {
  const method = methodOf(request);
  const methods = findBaseModel(to.model)?.methods;
  const isOffered = isMethodName(method) && (methods?.includes(method) ?? true);
  if (!isOffered && to.kind !== 'compatible') {
    return { fields: {}, notes: [{ effect: 'refused', about: 'method', method, model: to.model }] };
  }
  const { hyperparameters, ...rest } = membersOf(request.method?.[method]);
  // Where there is no method, the old place is read.
  const given = membersOf(hyperparameters ?? (request.method ? undefined : request['hyperparameters']));
  const notes: MovingNote[] = [{ effect: 'carried', about: 'method', value: method }];
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given).filter(([, each]) => isGiven(each))) {
    const note = hyperparameterNote(name, value, { method, isSameKind: kind === to.kind, to });
    if (note.effect === 'carried') kept[name] = value;
    notes.push(note);
  }
  if (isObject(rest['grader']))
    notes.push({ effect: 'carried', about: 'grader', value: String(rest['grader']['type']) });
  const block = { ...rest, ...(Object.keys(kept).length > 0 && { hyperparameters: kept }) };
  return { fields: { method: { type: method, ...(Object.keys(block).length > 0 && { [method]: block }) } }, notes };
}

function hyperparameterNote(
  name: string,
  given: unknown,
  { method, isSameKind, to }: { readonly method: string; readonly isSameKind: boolean; readonly to: MovingTarget },
): MovingNote {
  const value = typeof given === 'string' ? given : JSON.stringify(given);
  const fit = isMethodName(method) ? hyperparameterFit(name, given, { method, target: to.target }) : 'unknown';
  if (fit === 'fits') return { effect: 'carried', about: 'hyperparameter', name, value };
  if (fit === 'outside') return { effect: 'left', about: 'range', name, value };
  // One of a service's own means something to a service of the same kind; ours and OpenAI's refuse what they do not know.
  const isUnderstood = isSameKind && (to.kind === 'azure' || to.kind === 'compatible');
  return { effect: isUnderstood ? 'carried' : 'left', about: 'hyperparameter', name, value };
}

function suffixPart(suffix: string | undefined, { suffixLimit }: MovingTarget): Part {
  if (suffix === undefined) return nothing;
  if (characters(suffix) <= suffixLimit) {
    return { fields: { suffix }, notes: [{ effect: 'carried', about: 'suffix', value: suffix }] };
  }
  const cut = Array.from(suffix).slice(0, suffixLimit).join('');
  return { fields: { suffix: cut }, notes: [{ effect: 'changed', about: 'suffix', from: suffix, to: cut }] };
}

function seedPart(seed: number | undefined): Part {
  if (seed === undefined) return nothing;
  const value = String(seed);
  if (!isIntegerIn(seed, jobLimits.seed)) return { fields: {}, notes: [{ effect: 'left', about: 'seed', value }] };
  return { fields: { seed }, notes: [{ effect: 'carried', about: 'seed', value }] };
}

function metadataPart(metadata: LaunchRequest['metadata']): Part {
  const count = Object.keys(metadata ?? {}).length;
  if (!metadata || count === 0) return nothing;
  return { fields: { metadata }, notes: [{ effect: 'carried', about: 'metadata', count }] };
}

function integrationsPart(integrations: LaunchRequest['integrations'], { kind }: MovingTarget): Part {
  if (!integrations || integrations.length === 0) return nothing;
  // The local server reports nowhere else.
  if (kind === 'local') return { fields: {}, notes: [{ effect: 'left', about: 'integrations' }] };
  return { fields: { integrations }, notes: [{ effect: 'carried', about: 'integrations' }] };
}

/** Fields that only the old service had. */
function otherPart(request: LaunchRequest): Part {
  const others = Object.keys(request).filter((field) => !requestFields.includes(field) && isGiven(request[field]));
  return { fields: {}, notes: others.map((value) => ({ effect: 'left', about: 'field', value })) };
}

const nothing: Part = { fields: {}, notes: [] };
const membersOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
