import { t } from '@vscode/l10n';
import { createScanner, findNodeAtLocation, getNodeValue, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { isObject, type JsonObject } from '../common/json.ts';
import { pathSegments, rootPath } from '../common/jsonPath.ts';
import type { Severity } from '../common/ruleDoc.ts';
import { jobProblemMessage } from './messages.ts';
import type { LaunchRequest } from './request.ts';
import { checkJobRequest, type JobContext } from './requestRules/checkJobRequest.ts';
import type { JobRuleId } from './requestRules/problem.ts';

/** A problem of a job file: what is wrong, in words, and where. May quote the request: never log it. */
export interface JobFileProblem {
  readonly rule: JobRuleId | 'job-file/json' | 'job-file/shape';
  readonly severity: Severity;
  /** JSON path in the request; `$` for what concerns all of it. */
  readonly path: string;
  readonly message: string;
  /** 0-based offsets in UTF-16 units; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** A job file (`*.finetune.json`): `{"$schema"?, "connection"?, "request"}`, where files may be named by path. */
export interface JobFileContent {
  /** The members of the file; none where it holds no object. */
  readonly members: JsonObject;
  readonly request: unknown;
  readonly connection: string | undefined;
  /** What keeps the file from being one. */
  readonly shapeProblems: readonly JobFileProblem[];
  readonly root: Node | undefined;
  /** It was not read: its objects and lists are nested deeper than any request needs. */
  readonly isTooDeep?: boolean;
}

/** Members of a job file. */
export const jobFileMembers: readonly string[] = ['$schema', 'connection', 'request'];

/** Levels of nesting that are read. The parser calls itself for each; no request needs more than a dozen. */
const maxDepth = 200;

/** Reads a job file; never throws. It is JSON: comments and final commas are problems, since others read it too. */
export function readJobFile(text: string): JobFileContent {
  const tooDeep = offsetBelow(maxDepth, text);
  if (tooDeep !== undefined) {
    const message = t('This is nested more than {0} levels deep.', maxDepth);
    const problem = shapeProblem('job-file/json', message, tooDeep, tooDeep + 1);
    return {
      members: {},
      request: undefined,
      connection: undefined,
      shapeProblems: [problem],
      root: undefined,
      isTooDeep: true,
    };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const value: unknown = root && getNodeValue(root);
  const members = isObject(value) ? value : {};
  const { request, connection } = members;
  const shapeProblems = errors.map(({ offset, length }) =>
    shapeProblem('job-file/json', t('This is not JSON.'), offset, offset + Math.max(length, 1)),
  );
  if (errors.length === 0 && !isObject(request)) {
    const place = root ? placeOf(findNodeAtLocation(root, ['request']) ?? root) : { start: 0, end: 1 };
    const message = t('A job file has a "request": the parameters of the job.');
    shapeProblems.push(shapeProblem('job-file/shape', message, place.start, place.end));
  }
  if (root && connection !== undefined && !isName(connection)) {
    const place = placeOf(findNodeAtLocation(root, ['connection']) ?? root);
    const message = t('"connection" is the name of a connection.');
    shapeProblems.push(shapeProblem('job-file/shape', message, place.start, place.end));
  }
  return { members, request, connection: isName(connection) ? connection : undefined, shapeProblems, root };
}

/** jsonc-parser's numbers of tokens: its enumeration exists for the type checker only. */
const tokens = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, end: 17 };

/** Where the first object or list begins that is more than `depth` levels deep; undefined where there is none. */
function offsetBelow(depth: number, text: string): number | undefined {
  const scanner = createScanner(text, true);
  let open = 0;
  for (let token: number = scanner.scan(); token !== tokens.end; token = scanner.scan()) {
    if (token === tokens.openBrace || token === tokens.openBracket) open++;
    else if (token === tokens.closeBrace || token === tokens.closeBracket) open--;
    if (open > depth) return scanner.getTokenOffset();
  }
  return undefined;
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

function shapeProblem(rule: JobFileProblem['rule'], message: string, start: number, end: number): JobFileProblem {
  return { rule, severity: 'error', path: rootPath, message, start, end };
}

/** The problems of a job file in the order of its text; those of the request are the same as everywhere. */
export function checkJobFile(content: JobFileContent, context: JobContext): readonly JobFileProblem[] {
  const { request, shapeProblems } = content;
  if (request === undefined) return shapeProblems;
  return [...shapeProblems, ...requestProblems(content, context)].sort((a, b) => a.start - b.start);
}

/** The problems of its request, in the order of their paths. */
export function requestProblems({ request, root }: JobFileContent, context: JobContext): readonly JobFileProblem[] {
  return checkJobRequest(request, context).map((problem) => {
    const { rule, severity, path } = problem;
    const node = root && findNodeAtLocation(root, ['request', ...pathSegments(path)]);
    return {
      rule,
      severity,
      path,
      message: jobProblemMessage(problem),
      ...(node ? placeOf(node) : { start: 0, end: 1 }),
    };
  });
}

/** Where a value is marked: a text or number itself, an object or list at its key, since it may span many lines. */
export function placeOf(node: Node): { readonly start: number; readonly end: number } {
  const isLong = node.type === 'object' || node.type === 'array';
  const key = isLong && node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  const { offset, length } = key ?? node;
  return { start: offset, end: offset + (isLong && !key ? 1 : length) };
}

/** What a job file or its like asks for; files by path, relative to the file, or by id. */
export interface JobFileLaunch {
  readonly connection?: string | undefined;
  readonly request: LaunchRequest;
  readonly trainingFile: string;
  readonly validationFile?: string | undefined;
}

/** What is to be launched; undefined where the request lacks model or training file, which is among its problems. */
export function launchOf({ request, connection }: JobFileContent): JobFileLaunch | undefined {
  if (!isObject(request)) return undefined;
  const { training_file: trainingFile, validation_file: validationFile, ...rest } = request;
  if (!isName(trainingFile) || !isName(rest.model)) return undefined;
  return {
    connection,
    request: rest as LaunchRequest,
    trainingFile,
    validationFile: isName(validationFile) ? validationFile : undefined,
  };
}

/** The text of a job file. */
export function jobFileText({ connection, request, trainingFile, validationFile }: JobFileLaunch): string {
  const { model, ...rest } = request;
  const body = {
    model,
    training_file: trainingFile,
    ...(validationFile !== undefined && { validation_file: validationFile }),
    ...rest,
  };
  const file = { ...(connection !== undefined && { connection }), request: body };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}
