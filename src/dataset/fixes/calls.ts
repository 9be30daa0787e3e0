import { member, type RowNode, type RowTree } from './rowTree.ts';

/** A call in an assistant message. */
export interface CallNode {
  readonly message: RowNode;
  /** Holds name and arguments. */
  readonly called: RowNode;
  /** Of a call in `tool_calls`. */
  readonly id: RowNode | undefined;
}

/** All lists of messages of a row: its own, or those of the input and the outputs of a preference row. */
export function messageLists(root: RowNode): readonly RowNode[] {
  const outputs = ['preferred_output', 'non_preferred_output', 'preferred_completion', 'non_preferred_completion'];
  const lists = [member(root, 'messages'), member(member(root, 'input'), 'messages')];
  return [...lists, ...outputs.map((name) => member(root, name))].flatMap((list) =>
    list?.kind === 'array' ? [list] : [],
  );
}

/** All calls of a row, in the order of the text. */
export function allCalls(root: RowNode): readonly CallNode[] {
  return messageLists(root).flatMap((list) => list.children.flatMap(callsOf));
}

/** The calls of one message. */
export function callsOf(message: RowNode): readonly CallNode[] {
  const calls = member(message, 'tool_calls')?.children ?? [];
  const found = calls.flatMap((call): CallNode[] => {
    const called = member(call, 'function');
    return called ? [{ message, called, id: member(call, 'id') }] : [];
  });
  const legacy = member(message, 'function_call');
  return legacy ? [...found, { message, called: legacy, id: undefined }] : found;
}

/** What holds the definitions that a node is part of: the row, or the input of a preference row. */
export function holderOf(node: RowNode): RowNode | undefined {
  let at: RowNode | undefined = node;
  while (at && at.name !== 'tools' && at.name !== 'functions') at = at.parent;
  return at?.parent;
}

/** `count` ids that no call or result of the row has: call_1, call_2 and so on. */
export function newCallIds(tree: RowTree, count: number): readonly string[] {
  const ids: string[] = [];
  for (let number = 1; ids.length < count; number++) {
    const id = `call_${number}`;
    if (!tree.text.includes(`"${id}"`)) ids.push(id);
  }
  return ids;
}

export function newCallId(tree: RowTree): string {
  return newCallIds(tree, 1)[0] ?? '';
}
