import * as vscode from 'vscode';
import { DisposableStore, toDisposable, type Disposable } from '../../common/disposable.ts';
import { isObject } from '../../common/json.ts';
import { textFolder } from '../../disk/textFolder.ts';
import { commands } from '../ids.ts';
import type { MovingParts } from './elsewhere.ts';

/** Milliseconds: when a new window looks for launches that wait, and how often it looks after one that another one is at. */
const looks = { first: 2_000, next: 60_000 };

/** The commands for who leaves a service, and the queue of launches that goes on in the next window. */
export function registerMoving(parts: Omit<MovingParts, 'closing'>): Disposable {
  const { reporter, waiting, clock } = parts;
  const owned = new DisposableStore();
  const closing = new AbortController();
  owned.add(toDisposable(() => closing.abort()));
  const all: MovingParts = { ...parts, closing: closing.signal };

  /** A program hears what goes wrong; a person sees it. */
  const register = (
    id: string,
    isGiven: (argument: object) => boolean,
    run: (argument: unknown, selected: unknown) => Promise<unknown>,
  ): void => {
    const attempt = async (argument: unknown, selected: unknown): Promise<unknown> => {
      if (isObject(argument) && isGiven(argument)) return run(argument, undefined);
      try {
        return await run(argument, selected);
      } catch (error) {
        reporter.run(() => reporter.show(error, () => attempt(argument, selected)));
        return undefined;
      }
    };
    owned.add(vscode.commands.registerCommand(id, attempt));
  };
  register(
    commands.launchAgainOn,
    (argument) => 'jobs' in argument,
    async (argument, selected) => {
      const { launchElsewhere } = await import('./elsewhere.ts');
      return launchElsewhere(argument, selected, all);
    },
  );
  register(
    commands.keepAnswers,
    (argument) => 'heldOut' in argument,
    async (argument) => {
      const { keepModelAnswers } = await import('./keepAnswers.ts');
      return keepModelAnswers(argument, all);
    },
  );

  const look = async (): Promise<void> => {
    const isWaiting = (await textFolder(waiting.fsPath).names()).some((name) => name.endsWith('.queued'));
    if (!isWaiting || closing.signal.aborted || !vscode.workspace.isTrusted) return;
    const { goOn } = await import('./elsewhere.ts');
    await goOn('background', all);
    lookAfter(looks.next);
  };
  const lookAfter = (delay: number): void => {
    if (!closing.signal.aborted) owned.add(clock.after(delay, () => reporter.run(look)));
  };
  lookAfter(looks.first);
  return owned;
}
