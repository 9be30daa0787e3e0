/**
 * What is known of rows is an automaton: a state stands for messages whose shapes, and ids that are equal, follow one another;
 * the next one, or the end of the row, leads to another state, or to what the row turns out to be.
 */
const slots = 1 << 16;
/** More are not remembered: the table stays quick. */
const most = 40_000;
/** A state from which nothing leads on. */
export const none: i32 = -1;

/** A state, what follows it, and where that leads; the state is stored plus one, so that 0 is no state. */
@unmanaged
class Transition {
  from: i32;
  by: i32;
  to: i32;
}

const table: usize = memory.data(slots * 12);
let count: i32 = 0;
let lastState: i32 = 0;

/** The state that follows, which is a new one where nothing is known of it; `none` after `none`, or where there is no room. */
export function follow(state: i32, by: i32): i32 {
  if (state === none) return none;
  const transition = at(state, by);
  if (transition.from !== 0) return transition.to;
  return put(transition, state, by, lastState + 1) ? ++lastState : none;
}

/** Where it leads, if anything is known of it; `none` otherwise. */
export function known(state: i32, by: i32): i32 {
  if (state === none) return none;
  const transition = at(state, by);
  return transition.from !== 0 ? transition.to : none;
}

/** Has it lead somewhere. Returns false where there is no room. */
export function lead(state: i32, by: i32, to: i32): bool {
  return state !== none && put(at(state, by), state, by, to);
}

function put(transition: Transition, state: i32, by: i32, to: i32): bool {
  if (count === most) return false;
  count++;
  transition.from = state + 1;
  transition.by = by;
  transition.to = to;
  return true;
}

/** The transition, or the place for it. */
function at(state: i32, by: i32): Transition {
  let slot = ((state * 0x9e3779b1) ^ (by * 0x85ebca6b)) >>> 16;
  let transition = inSlot(slot);
  while (transition.from !== 0 && (transition.from !== state + 1 || transition.by !== by)) {
    slot = (slot + 1) & (slots - 1);
    transition = inSlot(slot);
  }
  return transition;
}

function inSlot(slot: i32): Transition {
  return changetype<Transition>(table + slot * offsetof<Transition>());
}
