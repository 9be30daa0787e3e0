import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { Job } from '../../jobs/api.ts';
import type { Connection } from '../../jobs/connections.ts';
import {
  parseJobFileArgument,
  parseLaunchArgument,
  type JobFileArgument,
  type LaunchArgument,
} from '../../jobs/request.ts';
import type { Reporter } from '../report.ts';
import { uriOf } from './chosenFile.ts';
import { checkRequest } from './checkRequest.ts';
import { confirmLaunch, type LaunchChoice } from './confirmLaunch.ts';
import { isJobFile } from './jobFileAt.ts';
import { askMoreOptions } from './moreOptions.ts';
import { listedModels } from './launchService.ts';
import { launchFacts } from './launchFacts.ts';
import { prepareByAsking } from './prepareByAsking.ts';
import { prepareGiven, prepareJobFile, type PrepareParts } from './prepareLaunch.ts';
import { rehearseLaunch } from './rehearseLaunch.ts';
import { saveAsJobFile } from './saveJobFile.ts';
import { sendLaunch, type PreparedLaunch, type SendParts } from './sendLaunch.ts';

export interface LaunchParts extends PrepareParts, SendParts {
  readonly reporter: Reporter;
  /** Called when the job is in the store. */
  readonly onLaunched: (job: Job) => void;
}

/**
 * `finetune.launchJob`: with a launch argument it returns the job's id and throws what goes wrong; with a job file it sends
 * what that asks for; otherwise it asks. It shows errors, and returns undefined where the person left.
 */
export async function runLaunchCommand(argument: unknown, parts: LaunchParts): Promise<string | undefined> {
  if (!vscode.workspace.isTrusted) {
    throw new UserError(
      'launch.untrusted',
      vscode.l10n.t('Jobs are launched from trusted workspaces only.'),
      vscode.l10n.t('Trust this workspace first.'),
    );
  }
  const given = parseLaunchArgument(argument) ?? parseJobFileArgument(argument);
  const isWatched = given?.confirm !== false;
  const prepared = await prepare(given ?? argument, isWatched, parts);
  if (!prepared) return undefined;
  const decided = isWatched ? await decide(prepared, parts) : checked(prepared, parts);
  if (!decided) return undefined;
  requireSame(decided.connection, parts);
  const job = await sendLaunch(decided, isWatched, parts);
  parts.log.info(`Launched ${job.id} on ${decided.connection.name}`);
  parts.onLaunched(job);
  return job.id;
}

/** A connection that was removed or edited while the person decided is not what was decided on. */
function requireSame(connection: Connection, { connections }: LaunchParts): void {
  if (connections.get(connection.name) === connection) return;
  const { t } = vscode.l10n;
  throw new UserError(
    'launch.connectionChanged',
    t('The connection {0} was changed while the launch was prepared.', connection.name),
    t('Launch again.'),
    { actions: ['retry'] },
  );
}

function prepare(from: unknown, isWatched: boolean, parts: LaunchParts): Promise<PreparedLaunch | undefined> {
  if (from instanceof vscode.Uri) {
    return isJobFile(from) ? prepareJobFile(from, isWatched, parts) : prepareByAsking(from, parts);
  }
  const given = from as LaunchArgument | JobFileArgument | undefined;
  if (given && 'jobFile' in given) return prepareJobFile(uriOf(given.jobFile), isWatched, parts);
  return given && 'trainingFile' in given ? prepareGiven(given, parts) : prepareByAsking(undefined, parts);
}

function checked(prepared: PreparedLaunch, { clock }: LaunchParts): PreparedLaunch {
  checkRequest(prepared, clock);
  return prepared;
}

/** A job file is changed in its editor; what the local server would do costs nothing and needs no rehearsal. */
function choicesOf({ jobFile, connection, training }: PreparedLaunch): readonly LaunchChoice[] {
  const canRehearse = connection.kind !== 'local' && !('id' in training);
  const first: readonly LaunchChoice[] = canRehearse ? ['launch', 'rehearse'] : ['launch'];
  return jobFile ? first : [...first, 'options', 'save'];
}

/** With what the service says of its models, their last days above all. */
async function withModels(prepared: PreparedLaunch): Promise<PreparedLaunch> {
  const { connection, models } = prepared;
  return models || connection.kind === 'local' ? prepared : { ...prepared, models: await listedModels(connection) };
}

/** Shows the facts until the person has decided; undefined where nothing is to be sent. */
async function decide(prepared: PreparedLaunch, parts: LaunchParts): Promise<PreparedLaunch | undefined> {
  const { clock } = parts;
  const choices = choicesOf(prepared);
  for (let launch = await withModels(prepared); ;) {
    const facts = launchFacts(launch, checkRequest(launch, clock), clock.now());
    switch (await confirmLaunch(facts, choices)) {
      case 'launch':
        return launch;
      case 'options':
        launch = { ...launch, request: await askMoreOptions(launch.request) };
        break;
      case 'save':
        await saveAsJobFile(launch);
        return undefined;
      case 'rehearse':
        await rehearseLaunch(launch, parts);
        break;
      case undefined:
        return undefined;
    }
  }
}
