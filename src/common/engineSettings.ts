import { isObject, type JsonObject } from './json.ts';

/** What a model can be trained with: the names of the API. */
export const trainMethods = ['supervised', 'dpo', 'reinforcement'] as const;

export type TrainMethod = (typeof trainMethods)[number];

/** A program that trains and answers for the local server (docs/engines.md), as a person names it. */
export interface EngineSettings {
  /** Unique; the server's log and its list of models use it. */
  readonly name: string;
  /** Program and first arguments, handed to no shell; `train RUN_FOLDER` or `serve MODEL_FOLDER` is appended. */
  readonly command: readonly string[];
  /** Ids of its own models, which no other engine has. */
  readonly models: readonly string[];
  readonly methods: readonly TrainMethod[];
}

/** The engine that is always there; its name and models are taken. */
export const builtInEngine = { name: 'finetune-workbench', models: ['baseline-1'] } as const;

/** The engine's own model that a model of the local server starts from: `baseline-1` for `ft:baseline-1:local:icd:a1b2`. */
export function engineModelOf(id: string): string {
  return id.startsWith('ft:') ? (id.split(':')[1] ?? '') : id;
}

/** True for models of the engine that is always there, and those trained from them. */
export function isBuiltInModel(model: unknown): boolean {
  return typeof model === 'string' && builtInEngine.models.some((own) => own === engineModelOf(model));
}

export interface ReadEngines {
  /** Those that can be used. */
  readonly engines: readonly EngineSettings[];
  /** A sentence for each thing that is wrong with the others. */
  readonly problems: readonly string[];
}

const members = ['name', 'command', 'models', 'methods'];
const namePattern = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
/** No colon: it separates the parts of a fine-tuned model's id. */
const modelPattern = /^[a-z0-9][a-z0-9._/-]{0,63}$/i;

/** Reads a list of engines. What is wrong with one of them is no reason not to use the others. */
export function readEngines(value: unknown): ReadEngines {
  if (!Array.isArray(value)) return { engines: [], problems: ['The engines must stand in a list: [{...}, {...}].'] };
  const engines: EngineSettings[] = [];
  const problems: string[] = [];
  for (const [index, entry] of value.entries()) {
    const found = isObject(entry)
      ? entryProblems(entry, engines)
      : ['must be an object with name, command, models and methods.'];
    const name = isObject(entry) && typeof entry['name'] === 'string' ? ` ("${entry['name']}")` : '';
    problems.push(...found.map((problem) => `Engine ${index + 1}${name}: ${problem}`));
    if (found.length === 0) engines.push(entry as EngineSettings);
  }
  return { engines, problems };
}

function entryProblems(entry: JsonObject, others: readonly EngineSettings[]): string[] {
  const unknown = Object.keys(entry).filter((key) => !members.includes(key));
  return [
    ...unknown.map((key) => `"${key}" is not a member of an engine; those are ${members.join(', ')}.`),
    ...nameProblems(entry['name'], others),
    ...commandProblems(entry['command']),
    ...modelProblems(entry['models'], others),
    ...methodProblems(entry['methods']),
  ];
}

function nameProblems(name: unknown, others: readonly EngineSettings[]): string[] {
  if (typeof name !== 'string' || !namePattern.test(name)) {
    return ['"name" must have 1 to 64 letters, digits, ".", "_" and "-", a letter or digit first.'];
  }
  // It becomes the name of a folder, and many file systems do not tell A from a.
  const isTaken = [builtInEngine, ...others].some((other) => other.name.toLowerCase() === name.toLowerCase());
  return isTaken ? ['"name" is taken by another engine; choose another one.'] : [];
}

function commandProblems(command: unknown): string[] {
  if (!isTextList(command)) {
    return ['"command" must be a list of texts, the program first: ["python3", "/path/to/engine.py"].'];
  }
  if (command.some((part) => part.includes('\0'))) return ['"command" must not hold the character U+0000.'];
  const program = command[0] ?? '';
  if (program.trim() === '') return ['"command" must begin with the name or path of a program.'];
  const isRelative = /[\\/]/.test(program) && !/^([a-z]:)?[\\/]/i.test(program);
  // It would be looked for in the engine's working folder.
  return isRelative ? ['the program in "command" must be a full path, or a name that is found on the PATH.'] : [];
}

function modelProblems(models: unknown, others: readonly EngineSettings[]): string[] {
  if (!isTextList(models) || !models.every((model) => modelPattern.test(model))) {
    return ['"models" must list one or more ids of 1 to 64 letters, digits, ".", "_", "/" and "-": ["my-model"].'];
  }
  const taken = [builtInEngine, ...others].flatMap((other) => [...other.models]);
  const repeated = models.filter((model, index) => taken.includes(model) || models.indexOf(model) !== index);
  return repeated.map((model) => `the model "${model}" is named twice; each belongs to one engine.`);
}

function methodProblems(methods: unknown): string[] {
  const isRight = isTextList(methods) && methods.every((method) => trainMethods.some((known) => known === method));
  return isRight ? [] : [`"methods" must list one or more of ${trainMethods.join(', ')}.`];
}

/** A list with at least one text and nothing else. */
function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}
