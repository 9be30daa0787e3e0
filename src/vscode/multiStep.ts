import * as vscode from 'vscode';
import { DisposableStore } from '../common/disposable.ts';

/** What a step ends with: go on, one step back, or leave the wizard. */
export type StepOutcome<T> =
  { readonly type: 'chosen'; readonly value: T } | { readonly type: 'back' } | { readonly type: 'left' };

/** The outcome with what was chosen put into the answers. */
export const mapOutcome = <T, A>(result: StepOutcome<T>, add: (value: T) => A): StepOutcome<A> =>
  result.type === 'chosen' ? { type: 'chosen', value: add(result.value) } : result;

export interface StepFrame {
  readonly title: string;
  /** 1-based; nothing for a question that stands alone. */
  readonly step?: number | undefined;
  readonly totalSteps?: number | undefined;
  /** There is a step before this one. */
  readonly canGoBack?: boolean | undefined;
}

/** An item that stands for a value. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

interface PickStep<T> extends StepFrame {
  readonly placeholder: string;
  readonly choices: readonly Choice<T>[];
  /** Preselected, by equality. */
  readonly active?: T;
  /** A choice made of what was typed, offered below those of the list. */
  readonly typed?: (text: string) => Choice<T>;
}

/** One list to choose from. */
export function pickStep<T>(options: PickStep<T>): Promise<StepOutcome<T>> {
  const picker = vscode.window.createQuickPick<Choice<T>>();
  picker.placeholder = options.placeholder;
  picker.items = options.choices;
  picker.matchOnDescription = true;
  const active = options.choices.find((choice) => choice.value === options.active);
  if (active) picker.activeItems = [active];
  const { choices, typed } = options;
  return outcome(picker, options, (accept) => {
    const typing = picker.onDidChangeValue((value) => {
      const text = value.trim();
      const isListed = text === '' || choices.some(({ label }) => label === text);
      if (typed) picker.items = isListed ? choices : [...choices, { ...typed(text), alwaysShow: true }];
    });
    const accepting = picker.onDidAccept(() => {
      const [item] = picker.selectedItems;
      if (item) accept(item.value);
    });
    return vscode.Disposable.from(typing, accepting);
  });
}

interface TextStep extends StepFrame {
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  /** A sentence where the text cannot be taken. */
  readonly problem: (text: string) => string | undefined;
}

/** One text to enter. */
export function textStep(options: TextStep): Promise<StepOutcome<string>> {
  const box = vscode.window.createInputBox();
  box.prompt = options.prompt;
  box.placeholder = options.placeholder;
  box.value = options.value;
  const validate = (): string | undefined => (box.validationMessage = options.problem(box.value.trim()));
  return outcome(box, options, (accept) => {
    const changing = box.onDidChangeValue(validate);
    const accepting = box.onDidAccept(() => {
      if (validate() === undefined) accept(box.value.trim());
    });
    return vscode.Disposable.from(changing, accepting);
  });
}

function outcome<T>(
  input: vscode.QuickInput & {
    buttons: readonly vscode.QuickInputButton[];
    onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
  },
  frame: StepFrame,
  listen: (accept: (value: T) => void) => vscode.Disposable,
): Promise<StepOutcome<T>> {
  input.title = frame.title;
  input.step = frame.step;
  input.totalSteps = frame.totalSteps;
  input.ignoreFocusOut = true;
  if (frame.canGoBack) input.buttons = [vscode.QuickInputButtons.Back];
  const owned = new DisposableStore();
  owned.add(input);
  return new Promise<StepOutcome<T>>((resolve) => {
    owned.add(listen((value) => resolve({ type: 'chosen', value })));
    owned.add(input.onDidTriggerButton(() => resolve({ type: 'back' })));
    owned.add(input.onDidHide(() => resolve({ type: 'left' })));
    input.show();
  }).finally(() => owned.dispose());
}

/** One question; fills in its part of the answers. `frame` tells where the step stands. */
export type Step<A> = (answers: A, frame: StepFrame) => Promise<StepOutcome<A>>;

/**
 * Asks one step after another, back and forth, each with its number. `hasBefore`: there are steps before the first one, so
 * that the outcome may be to go back to them.
 */
export function runSteps<A>(
  title: string,
  steps: readonly Step<A>[],
  start: A,
  hasBefore = false,
): Promise<StepOutcome<A>> {
  const numbered = steps.map((step, index): PlainStep<A> => {
    return (answers, canGoBack) => step(answers, { title, step: index + 1, totalSteps: steps.length, canGoBack });
  });
  return goThrough(numbered, start, hasBefore);
}

/** A step without a number, or several that number themselves. */
export type PlainStep<A> = (answers: A, canGoBack: boolean) => Promise<StepOutcome<A>>;

/** As `runSteps`, for steps without numbers. */
export async function goThrough<A>(
  steps: readonly PlainStep<A>[],
  start: A,
  hasBefore = false,
): Promise<StepOutcome<A>> {
  const answers: A[] = [start];
  for (let at = 0; at < steps.length;) {
    const step = steps[at];
    const given = answers[at];
    if (!step || given === undefined) return { type: 'left' };
    const result = await step(given, hasBefore || at > 0);
    if (result.type === 'left' || (result.type === 'back' && at === 0)) return result;
    if (result.type === 'chosen') answers[++at] = result.value;
    else at--;
  }
  return { type: 'chosen', value: answers[steps.length] ?? start };
}
