import { familyKeys, votingObjects, type Family, type Format, type JsonObject } from './formats.ts';
import { looksLikeReinforcement } from './rules/reinforcement.ts';

/** What one row that is an object says about the file it is in. */
export interface ExampleFacts {
  readonly family: Family | undefined;
  readonly looksLikeReinforcement: boolean;
  /** It has the keys that a training example cannot do without. */
  readonly isEvident: boolean;
}

export function exampleFacts(example: JsonObject): ExampleFacts {
  const family = familyOf(example);
  return {
    family,
    looksLikeReinforcement: family === 'messages' && looksLikeReinforcement(example),
    isEvident: family !== undefined && isEvident(example, family),
  };
}

function familyOf(example: JsonObject): Family | undefined {
  if (example.messages !== undefined) return 'messages';
  const has = (key: string): boolean => example[key] !== undefined;
  if (familyKeys.preference.some(has)) return 'preference';
  return familyKeys.completions.some(has) ? 'completions' : undefined;
}

/**
 * One key is enough to tell a format apart, but `input` or `prompt` alone also stand in logs, requests and evaluations: a
 * row is evidently an example when it has `messages`, an input and an output, or a prompt and a completion. Batch files
 * have their messages inside `body`, evaluations theirs inside `item` or `input`.
 */
function isEvident(example: JsonObject, family: Family): boolean {
  switch (family) {
    case 'messages':
      return true;
    case 'preference':
      return 'input' in example && familyKeys.preference.some((key) => key !== 'input' && key in example);
    case 'completions':
      return familyKeys.completions.every((key) => key in example);
  }
}

/** A key of a row in any kind of quotes, or none, as broken rows may have it. */
const keyPattern = (key: string): RegExp => new RegExp(`(?:["'“”„‘’]${key}["'“”„‘’]|[{,]\\s*${key})\\s*:`);
const messagesKey = keyPattern('messages');
const outputKey = keyPattern('(?:non_)?preferred_output');
const promptKey = keyPattern('prompt');
const completionKey = keyPattern('completion');
const batchKey = keyPattern('custom_id');

/** The same for a row that is no object: goes by its text, so that a dataset stays one when each of its rows is broken. */
export function looksEvident(row: string): boolean {
  if (batchKey.test(row)) return false;
  return messagesKey.test(row) || outputKey.test(row) || (promptKey.test(row) && completionKey.test(row));
}

/** Finds the format of a file from its first 100 objects: most votes win, ties go to the earliest row. */
export class FormatVote {
  readonly #votes = new Map<Family, number>();
  #reinforcement = 0;
  #objects = 0;

  /** Counts the next object of the file; once the vote is full nothing changes it. */
  add(facts: ExampleFacts): void {
    if (this.isFull) return;
    this.#objects++;
    if (facts.family === undefined) return;
    this.#votes.set(facts.family, (this.#votes.get(facts.family) ?? 0) + 1);
    if (facts.looksLikeReinforcement) this.#reinforcement++;
  }

  get isFull(): boolean {
    return this.#objects >= votingObjects;
  }

  /** Undefined as long as no object had a key of any format. */
  get format(): Format | undefined {
    let winner: Family | undefined;
    let most = 0;
    // A map keeps the order of first votes, so the earliest wins a tie.
    for (const [family, votes] of this.#votes) {
      if (votes > most) [winner, most] = [family, votes];
    }
    if (winner !== 'messages') return winner;
    return this.#reinforcement * 2 > most ? 'reinforcement' : 'chat';
  }
}
