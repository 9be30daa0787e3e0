import type { Span } from '../problems.ts';
import { Scanner, type ScanEvents } from '../scanner.ts';

/** A value of a row with its place. */
export interface RowNode extends Span {
  readonly kind: 'object' | 'array' | 'scalar';
  readonly parent: RowNode | undefined;
  /** Of a member of an object: its key, and the key token with its quotes. */
  readonly name: string | undefined;
  readonly key: Span | undefined;
  /** Members or elements in the order of the text, members with the same key included. */
  readonly children: readonly RowNode[];
}

type OpenNode = { -readonly [K in keyof RowNode]: RowNode[K] } & { children: RowNode[] };

/** A row that is JSON, with the place of everything in it and a way from places back to values. */
export class RowTree {
  readonly text: string;
  readonly root: RowNode;
  readonly #byStart: ReadonlyMap<number, RowNode>;
  readonly #byKey: ReadonlyMap<number, RowNode>;

  private constructor(text: string, root: RowNode, builder: Builder) {
    this.text = text;
    this.root = root;
    this.#byStart = builder.byStart;
    this.#byKey = builder.byKey;
  }

  /** Undefined where `text` is not JSON. */
  static of(text: string): RowTree | undefined {
    const builder = new Builder();
    const result = new Scanner(builder).feed(text);
    if (result.type !== 'complete' || result.comma !== undefined || !builder.root) return undefined;
    return new RowTree(text, builder.root, builder);
  }

  /** The value that starts at `start`. */
  valueAt(start: number): RowNode | undefined {
    return this.#byStart.get(start);
  }

  /** The member whose key token starts at `start`. */
  memberAt(start: number): RowNode | undefined {
    return this.#byKey.get(start);
  }

  /** The text of a value as it stands in the row. */
  textOf(node: RowNode): string {
    return this.text.slice(node.start, node.end);
  }

  /** The value as JSON.parse gives it; undefined for no node. */
  read(node: RowNode | undefined): unknown {
    return node && (JSON.parse(this.textOf(node)) as unknown);
  }
}

/** The member of `node` that counts for `name`: the last one. */
export function member(node: RowNode | undefined, name: string): RowNode | undefined {
  return node?.kind === 'object' ? node.children.findLast((child) => child.name === name) : undefined;
}

class Builder implements ScanEvents {
  root: RowNode | undefined;
  readonly byStart = new Map<number, RowNode>();
  readonly byKey = new Map<number, RowNode>();
  readonly #open: OpenNode[] = [];
  #key: Span | undefined;
  #name: string | undefined;

  open(isObject: boolean, column: number): void {
    const node = this.#add(isObject ? 'object' : 'array', column, column);
    this.#open.push(node);
  }

  close(end: number): void {
    const node = this.#open.pop();
    if (node) node.end = end;
  }

  key(line: string, start: number, end: number): void {
    this.#key = { start, end };
    this.#name = String(JSON.parse(line.slice(start, end)));
  }

  scalar(_line: string, start: number, end: number): void {
    this.#add('scalar', start, end);
  }

  #add(kind: RowNode['kind'], start: number, end: number): OpenNode {
    const parent = this.#open.at(-1);
    const node: OpenNode = { kind, start, end, parent, name: this.#name, key: this.#key, children: [] };
    if (node.key) this.byKey.set(node.key.start, node);
    this.byStart.set(start, node);
    if (parent) parent.children.push(node);
    else this.root = node;
    this.#name = this.#key = undefined;
    return node;
  }
}
