import * as vscode from 'vscode';
import { readEngines, type EngineSettings } from '../common/engineSettings.ts';
import type { Disposable } from '../common/disposable.ts';
import { UserError } from '../common/errors.ts';
import { settings } from './ids.ts';
import type { LocalServer } from './localServer.ts';
import { withQuietProgress } from './progress.ts';
import type { Reporter } from './report.ts';
import { currentSettings } from './settings.ts';

/**
 * Reads the engines of the setting that can be used. What is wrong with the others is said when it is new, and is no reason not
 * to start.
 */
export function engineReader(reporter: Reporter): () => readonly EngineSettings[] {
  let told = '';
  return () => {
    const { engines, problems } = readEngines(currentSettings.localServerEngines());
    const [first] = problems;
    const text = problems.join('\n');
    if (first !== undefined && text !== told) {
      reporter.run(() => reporter.show(brokenEngines(first, problems.length - 1)));
    }
    told = text;
    return engines;
  };
}

function brokenEngines(first: string, more: number): UserError {
  const { t } = vscode.l10n;
  const rest = more === 0 ? '' : more === 1 ? ` ${t('(1 more)')}` : ` ${t('({0} more)', more)}`;
  return new UserError(
    'server.brokenEngines',
    t('An engine of the local server is left out. {0}', first) + rest,
    t('Mend the setting {0}.', settings.localServerEngines),
    { actions: ['openSettings'] },
  );
}

/** A server that runs goes on with the engines it has: offers to restart it, where that interrupts nobody. */
export function watchEngines(server: LocalServer, reporter: Reporter): Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    // Every window hears of it; the one that the person looks at tells.
    if (change.affectsConfiguration(settings.localServerEngines) && vscode.window.state.focused) {
      reporter.run(() => offerRestart(server));
    }
  });
}

async function offerRestart(server: LocalServer): Promise<void> {
  const { t } = vscode.l10n;
  const running = await server.find();
  if (!running || !(await server.hasOtherEngines())) return;
  if (running.status.activeJobs > 0) {
    const text = t('The local server trains: it uses the changed engines when it starts next.');
    await vscode.window.showInformationMessage(text);
    return;
  }
  const restart = t('Restart');
  const question = t('The local server uses the changed engines when it is restarted.');
  if ((await vscode.window.showInformationMessage(question, restart)) !== restart) return;
  await withQuietProgress(t('Restarting the local server'), async () => {
    await server.stop();
    await server.connect('person');
  });
}
