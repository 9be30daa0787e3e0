import { exampleFacts, looksEvident, type ExampleFacts } from './detection.ts';
import { keysWritten } from './duplicateKeys.ts';
import { isObject, type JsonObject } from './formats.ts';
import { parseRow } from './parseRow.ts';
import { placeRow } from './placedRow.ts';
import { compareRowProblems, countBySeverity, rowProblem, type RowProblem, type SeverityCounts } from './problems.ts';
import type { Conversation } from './rules/conversation.ts';
import { checkExample, type Dialect } from './rules/example.ts';
import { referenceFields } from './rules/reinforcement.ts';
import { FirstLook, PlacedReport } from './rules/report.ts';
import { systemUse, type SystemUse } from './rules/systemUse.ts';
import { loneSurrogates, replacementCharacters, unusualLineTerminators } from './rules/text.ts';
import { skipBlank, trimmedEnd } from './scanner.ts';
import { ValueLook } from './valueLook.ts';

/** What a row turned out to be. */
export type RowKind =
  /** JSON white space only. */
  | 'blank'
  /** An object: what counts as an example. */
  | 'example'
  | 'array'
  /** A JSON value that is neither object nor array. */
  | 'scalar'
  /** Not JSON. */
  | 'broken'
  /** The first row of an array or object that spans rows, and its further rows. */
  | 'spanningArray'
  | 'spanningObject'
  | 'continued';

/** The outcome of a row, as far as the row itself decides it. */
export interface RowCheck {
  readonly kind: RowKind;
  /** In the order of results. */
  readonly problems: readonly RowProblem[];
  /** The row is a training example, or looks like a damaged one. */
  readonly isEvident: boolean;
  /** Whether its conversation has instructions; undefined where there is no conversation, or not one of chat data. */
  readonly systemUse: SystemUse | undefined;
  /** A user sends an image in it. */
  readonly hasImages: boolean;
  /** The fields for graders in a row of reinforcement data; undefined where there is none. */
  readonly fields: readonly string[] | undefined;
  /** Of an example: what `ValueLook` says of it. Equal for rows that are equal as data. */
  readonly fingerprint: number;
}

/** A row that was read but not yet checked as a row of a format, which may depend on other rows. */
export type ReadRow =
  | { readonly type: 'example'; readonly example: JsonObject; readonly facts: ExampleFacts }
  /** Nothing more to check: the format makes no difference. */
  | { readonly type: 'done'; readonly check: RowCheck }
  /** Its end is missing: if no further rows complete it, `check` is what it is. */
  | { readonly type: 'unfinished'; readonly check: RowCheck };

const none: readonly RowProblem[] = [];
/** What is told of examples only. */
const noExample = { systemUse: undefined, hasImages: false, fields: undefined, fingerprint: 0 };
const blankCheck: RowCheck = { kind: 'blank', problems: none, isEvident: false, ...noExample };

/** The outcome of the further rows of a value that spans rows. */
export const continuedCheck: RowCheck = { kind: 'continued', problems: none, isEvident: false, ...noExample };

/** Reads a row. Blank rows yield no problem here: whether one is, depends on the file. */
export function readRow(row: string): ReadRow {
  const parsed = parseRow(row);
  if (parsed.type === 'blank') return { type: 'done', check: blankCheck };
  if (parsed.type === 'broken') {
    const check = otherCheck('broken', row, [parsed.problem]);
    return { type: parsed.mayGoOn ? 'unfinished' : 'done', check };
  }
  const { value } = parsed;
  if (isObject(value)) return { type: 'example', example: value, facts: exampleFacts(value) };
  const problem = rowProblem('json/not-an-object', skipBlank(row, 0), trimmedEnd(row));
  const kind = Array.isArray(value) ? 'array' : 'scalar';
  return { type: 'done', check: otherCheck(kind, row, [problem, ...loneSurrogates(row)]) };
}

function otherCheck(kind: RowKind, row: string, problems: readonly RowProblem[]): RowCheck {
  const all = sorted([...problems, ...unusualLineTerminators(row)]);
  return { kind, problems: all, isEvident: looksEvident(row), ...noExample };
}

/** The outcome of the first of `rows` rows that hold one value. */
export function spanningCheck(row: string, rows: number, isEvident: boolean): RowCheck {
  const start = skipBlank(row, 0);
  const problem = rowProblem('json/pretty-printed', start, trimmedEnd(row), { rows });
  const kind = row.charAt(start) === '[' ? 'spanningArray' : 'spanningObject';
  return { kind, problems: [problem], isEvident, ...noExample };
}

/**
 * Checks a row that is an object. `isAscii`: the row is known to have nothing but ASCII in it, which saves looking for
 * other characters.
 */
export function checkRow(
  row: string,
  example: JsonObject,
  facts: ExampleFacts,
  dialect: Dialect,
  isAscii = false,
): RowCheck {
  const seen = new ValueLook(example);
  const look = new FirstLook();
  const conversation = checkExample(example, facts.family, dialect, look);
  const hasDuplicateKeys = keysWritten(row) !== seen.keys;
  const problems = isAscii ? [] : [...unusualLineTerminators(row), ...replacementCharacters(row)];
  // What a duplicate key hides was not looked at.
  if (!seen.isWellFormed || hasDuplicateKeys) problems.push(...loneSurrogates(row));
  if (look.hasProblems || hasDuplicateKeys) problems.push(...placedProblems(row, facts, dialect));
  const found = problems.length === 0 ? none : sorted(problems);
  return { ...exampleCheck(example, facts, conversation, dialect), problems: found, fingerprint: seen.fingerprint };
}

/** What examples that are alike but for their texts turn out to be, checked by one of them. In a text nothing is a problem. */
export class TextlessCheck {
  /** But for its fingerprint, and without problems. */
  readonly check: RowCheck;
  /** Such rows break rules. */
  readonly hasProblems: boolean;
  readonly #facts: ExampleFacts;
  readonly #dialect: Dialect;
  #counts: SeverityCounts | undefined;

  constructor(example: JsonObject, dialect: Dialect) {
    const look = new FirstLook();
    this.#facts = exampleFacts(example);
    this.#dialect = dialect;
    const conversation = checkExample(example, this.#facts.family, dialect, look);
    this.check = exampleCheck(example, this.#facts, conversation, dialect);
    this.hasProblems = look.hasProblems;
  }

  /** How many problems each such row has; undefined until those of one were asked for. */
  get counts(): Readonly<SeverityCounts> | undefined {
    return this.#counts;
  }

  /** The problems of such a row, in the order of results. */
  problemsIn(row: string): readonly RowProblem[] {
    const problems = this.hasProblems ? sorted(placedProblems(row, this.#facts, this.#dialect)) : none;
    this.#counts ??= countBySeverity(problems);
    return problems;
  }
}

function exampleCheck(
  example: JsonObject,
  facts: ExampleFacts,
  conversation: Conversation | undefined,
  dialect: Dialect,
): RowCheck {
  return {
    kind: 'example',
    problems: none,
    isEvident: facts.isEvident,
    systemUse: dialect.format === 'chat' && conversation ? systemUse(conversation.roles) : undefined,
    hasImages: conversation !== undefined && conversation.images > 0,
    fields: dialect.format === 'reinforcement' && isOfMessages(facts) ? referenceFields(example) : undefined,
    fingerprint: 0,
  };
}

/** True too for a row without any known key, which is checked as one of the file's format. */
function isOfMessages({ family }: ExampleFacts): boolean {
  return family === 'messages' || family === undefined;
}

/** Reads the row once more, with places, and checks that. */
function placedProblems(row: string, facts: ExampleFacts, dialect: Dialect): RowProblem[] {
  const placed = placeRow(row);
  if (!placed || !isObject(placed.value)) return [];
  const report = new PlacedReport(placed);
  checkExample(placed.value, facts.family, dialect, report);
  const duplicates = placed.duplicateKeys.map((key) => rowProblem('json/duplicate-key', key.start, key.end));
  return [...report.problems, ...duplicates];
}

function sorted(problems: RowProblem[]): readonly RowProblem[] {
  return problems.length > 1 ? problems.sort(compareRowProblems) : problems;
}
