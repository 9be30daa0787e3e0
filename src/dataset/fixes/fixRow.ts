import type { RowProblem } from '../problems.ts';
import type { RowFix } from './fix.ts';
import { RowTree, type RowNode } from './rowTree.ts';

/** A row that is being repaired. It is read with places once, when a fixer asks for that. */
export class FixRow {
  readonly text: string;
  #tree: { readonly value: RowTree | undefined } | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Undefined where the row is not JSON. */
  get tree(): RowTree | undefined {
    this.#tree ??= { value: RowTree.of(this.text) };
    return this.#tree.value;
  }
}

/** Finds fixes for a problem of a row, the best one first. */
export type RowFixer = (row: FixRow, problem: RowProblem) => readonly RowFix[];

/** A fixer for a problem that stands at a value, or at the bracket with which one opens. */
export function atValue(fixer: (tree: RowTree, node: RowNode, problem: RowProblem) => readonly RowFix[]): RowFixer {
  return ({ tree }, problem) => {
    const node = tree?.valueAt(problem.span.start);
    return tree && node ? fixer(tree, node, problem) : [];
  };
}

/** A fixer for a problem that stands at a key. */
export function atKey(fixer: (tree: RowTree, member: RowNode, problem: RowProblem) => readonly RowFix[]): RowFixer {
  return ({ tree }, problem) => {
    const node = tree?.memberAt(problem.span.start);
    return tree && node ? fixer(tree, node, problem) : [];
  };
}
