import { t } from '@vscode/l10n';
import { isObject, type JsonObject } from '../common/json.ts';
import { memberPath, rootPath } from '../common/jsonPath.ts';
import { methodOf } from './cost.ts';
import { jobProblemMessage } from './messages.ts';
import type { LaunchRequest } from './request.ts';
import { checkJobRequest } from './requestRules/checkJobRequest.ts';

/** A parameter of a job that most jobs leave to the service. */
export interface RequestOption {
  readonly name: OptionName;
  /** Keys that lead to it in the request. */
  readonly keys: readonly string[];
  readonly read: (text: string) => unknown;
  readonly write: (value: unknown) => string;
}

export type OptionName =
  | 'batch_size'
  | 'learning_rate_multiplier'
  | 'beta'
  | 'compute_multiplier'
  | 'eval_interval'
  | 'eval_samples'
  | 'reasoning_effort'
  | 'seed'
  | 'metadata'
  | 'wandb';

const numberOrText = (text: string): unknown => (Number.isNaN(Number(text)) ? text : Number(text));
const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** `team=a, run=b` */
function readPairs(text: string): JsonObject {
  const pairs = text.split(',').map((pair) => pair.split('='));
  return Object.fromEntries(pairs.map(([key = '', ...value]) => [key.trim(), value.join('=').trim()]));
}

const writePairs = (value: unknown): string =>
  Object.entries(isObject(value) ? value : {})
    .map(([key, text]) => `${key}=${plain(text)}`)
    .join(', ');

const readWandb = (project: string): unknown => [{ type: 'wandb', wandb: { project } }];

function writeWandb(value: unknown): string {
  const [first] = Array.isArray(value) ? (value as unknown[]) : [];
  return isObject(first) && isObject(first.wandb) ? plain(first.wandb.project) : '';
}

const ofMethod: Readonly<Record<string, readonly OptionName[]>> = {
  supervised: [],
  dpo: ['beta'],
  reinforcement: ['compute_multiplier', 'eval_interval', 'eval_samples', 'reasoning_effort'],
};

/** The options that a job with the request's method has. */
export function optionsOf(request: LaunchRequest): readonly RequestOption[] {
  const method = methodOf(request);
  const names: readonly OptionName[] = ['batch_size', 'learning_rate_multiplier', ...(ofMethod[method] ?? [])];
  const hyperparameters = names.map((name) => ({
    name,
    keys: ['method', method, 'hyperparameters', name],
    read: numberOrText,
    write: plain,
  }));
  return [
    ...hyperparameters,
    { name: 'seed', keys: ['seed'], read: numberOrText, write: plain },
    { name: 'metadata', keys: ['metadata'], read: readPairs, write: writePairs },
    { name: 'wandb', keys: ['integrations'], read: readWandb, write: writeWandb },
  ];
}

/** The option as a person writes it; '' where the request does not set it. */
export function optionText(request: LaunchRequest, { keys, write }: RequestOption): string {
  let value: unknown = request;
  for (const key of keys) value = isObject(value) ? value[key] : undefined;
  return value === undefined ? '' : write(value);
}

/** The request with the option as a person wrote it; '' takes it out. */
export function withOption(request: LaunchRequest, { keys, read }: RequestOption, text: string): LaunchRequest {
  const named = keys[0] === 'method' ? withIn(request, ['method', 'type'], methodOf(request)) : request;
  return withIn(named, keys, text === '' ? undefined : read(text)) as LaunchRequest;
}

function withIn(object: JsonObject, [key = '', ...keys]: readonly string[], value: unknown): JsonObject {
  const inner = object[key];
  const changed = keys.length === 0 ? value : withIn(isObject(inner) ? inner : {}, keys, value);
  const { [key]: _before, ...others } = object;
  return changed === undefined ? others : { ...others, [key]: changed };
}

/** Why the option cannot be what a person wrote, by the rules on jobs; undefined where it can. */
export function optionProblem(request: LaunchRequest, option: RequestOption, text: string): string | undefined {
  if (option.name === 'metadata' && text !== '' && text.split(',').some((pair) => !/\S\s*=/.test(pair))) {
    return t('Write metadata as key=value, key=value.');
  }
  const path = option.keys.reduce(memberPath, rootPath);
  const problems = checkJobRequest({ training_file: 'file-x', ...withOption(request, option, text) });
  const problem = problems.find((each) => each.severity === 'error' && each.path.startsWith(path));
  return problem && jobProblemMessage(problem);
}
