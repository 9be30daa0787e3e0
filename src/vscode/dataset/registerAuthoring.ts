import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import type { Authoring, AuthoringParts } from './authoring.ts';
import { datasetSelector } from './diagnostics.ts';
import { fixKinds } from './fixKinds.ts';

/** Fixes, hovers and completions. Their code is loaded when the first of them is asked for. */
export function registerAuthoring(parts: AuthoringParts): Disposable {
  let loading: Promise<Authoring> | undefined;
  const load = (): Promise<Authoring> =>
    (loading ??= import('./authoring.ts').then(({ createAuthoring }) => createAuthoring(parts)));
  const owned = new DisposableStore();
  owned.add(
    vscode.languages.registerCodeActionsProvider(
      datasetSelector,
      {
        provideCodeActions: async (document, range, context, token) =>
          (await load()).fixes.provideCodeActions(document, range, context, token),
        resolveCodeAction: async (action, token) => (await load()).fixes.resolveCodeAction(action, token),
      },
      { providedCodeActionKinds: fixKinds },
    ),
  );
  owned.add(
    vscode.languages.registerHoverProvider(datasetSelector, {
      provideHover: async (...asked) => (await load()).hovers.provideHover(...asked),
    }),
  );
  owned.add(
    vscode.languages.registerCompletionItemProvider(
      datasetSelector,
      { provideCompletionItems: async (...asked) => (await load()).completions.provideCompletionItems(...asked) },
      ...completionTriggers,
    ),
  );
  return owned;
}

/** Characters after which a key or a value may come. */
const completionTriggers = ['"', ':', ',', '{'];
