import * as vscode from 'vscode';
import { DisposableStore, toDisposable, type Disposable } from '../common/disposable.ts';
import type { Clock } from '../common/time.ts';
import type { Connection, Connections } from '../jobs/connections.ts';
import type { ModelLists } from '../jobs/modelLists.ts';
import { dueNotice, type RadarNotice } from '../jobs/radar.ts';
import type { JobStore } from '../jobs/store.ts';
import { commands } from './ids.ts';
import type { Reporter } from './report.ts';

interface RadarParts {
  readonly connections: Connections;
  readonly store: JobStore;
  readonly lists: ModelLists;
  readonly reporter: Reporter;
  readonly clock: Clock;
  /** True for the first of all windows that says so of a notice. */
  readonly isFirst: (notice: string) => Promise<boolean>;
}

/** Milliseconds: after news of jobs, when all of them have come; between two looks; between two questions for models. */
const times = { settle: 5_000, look: 6 * 3600_000, ask: 24 * 3600_000 };

/**
 * Tells once, over all windows, what ends at a connection: 60, 14 and 2 days before. A service is asked for its models once
 * a day, and only while its jobs are looked at anyway.
 */
export function registerRadar(parts: RadarParts): Disposable {
  const { connections, store, reporter, clock } = parts;
  const owned = new DisposableStore();
  const known = new Set<string>();
  const look = (): void => {
    // Those of this machine never end.
    for (const connection of connections.list().filter(({ kind }) => kind !== 'local')) {
      reporter.runQuietly('Looking for what ends', () => lookAt(connection, known, parts));
    }
  };
  let soon: Disposable | undefined;
  const lookSoon = (): void => {
    soon ??= clock.after(times.settle, () => {
      soon = undefined;
      look();
    });
  };
  let later: Disposable;
  const lookLater = (): void => {
    later = clock.after(times.look, () => {
      look();
      lookLater();
    });
  };
  const isLocal = (name: string): boolean =>
    connections.list().some((each) => each.name === name && each.kind === 'local');
  owned.add(store.onDidChange(({ connection }) => isLocal(connection) || lookSoon()));
  owned.add(
    toDisposable(() => {
      soon?.dispose();
      later.dispose();
    }),
  );
  lookSoon();
  lookLater();
  return owned;
}

/** `known`: keys of the notices that need not be told. */
async function lookAt(
  connection: Connection,
  known: Set<string>,
  { store, lists, reporter, clock, isFirst }: RadarParts,
): Promise<void> {
  const { name, host } = connection;
  if (!(await connection.wasUsed())) return;
  if (store.connectionState(name).type === 'ok') await askForModels(connection, lists, clock.now());
  const jobs = store.list(name).map(({ job }) => job);
  const notice = dueNotice({ connection: name, host, models: lists.ending(connection), jobs }, clock.now());
  if (!notice || known.has(notice.key)) return;
  known.add(notice.key);
  if (await isFirst(notice.key)) reporter.run(() => tell(notice, name));
}

async function askForModels(connection: Connection, lists: ModelLists, now: number): Promise<void> {
  if (now - (lists.askedAt(connection) ?? -Infinity) < times.ask) return;
  // A service that does not tell is not asked again before tomorrow either.
  lists.learn(connection, lists.ending(connection), now);
  const api = await connection.open('background');
  lists.learn(connection, await api.listModels(), now);
}

async function tell({ message, source }: RadarNotice, connection: string): Promise<void> {
  const { t } = vscode.l10n;
  const [archive, move] = [t('Archive...'), t('Launch Again on...')];
  const text = t('{0} Source: {1}.', message, source);
  const chosen = await vscode.window.showInformationMessage(text, archive, move);
  if (chosen === archive) await vscode.commands.executeCommand(commands.archiveConnection, connection);
  if (chosen === move) await vscode.commands.executeCommand(commands.launchAgainOn, { allOf: connection });
}
