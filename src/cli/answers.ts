import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { systemClock } from '../common/time.ts';
import { answerFolder } from '../disk/answerFolder.ts';
import { withFolder } from '../disk/folderClaim.ts';
import { sha256OfFile } from '../disk/localFile.ts';
import { answerModels, type AskedModel } from '../jobs/answers/answerModels.ts';
import { claimName } from '../jobs/archive/layout.ts';
import { newKeyVariable, type AnswersArguments } from './answersUsage.ts';
import { launchService } from './launchService.ts';
import type { ProgressLine } from './progressLine.ts';
import type { Output } from './usage.ts';

interface Run {
  readonly stdout: Output;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly progress: ProgressLine;
}

/** Asks models the rows of a held-out file and keeps what they answer. Throws what goes wrong; what is kept stays. */
export async function keepAnswersIn(
  args: AnswersArguments,
  { stdout, environment, signal, progress }: Run,
): Promise<void> {
  const { heldOut, out } = args;
  // Rejects with the system's error where it cannot be read.
  await stat(heldOut);
  const sha256 = (await sha256OfFile(heldOut)) ?? '';
  const models = await askedModels(args, environment);
  const kept = await withFolder(out, claimName, systemClock, () =>
    answerModels({
      folder: answerFolder(out, heldOut, sha256),
      models,
      clock: systemClock,
      random: Math.random,
      signal,
      onProgress: ({ model }, done) => progress.show(`${model}: ${done} rows`),
    }),
  );
  progress.end();
  for (const { model, host, path, rows, before } of kept) {
    const known = before > 0 ? `, ${before} of them kept before` : '';
    stdout.write(`${model} on ${host}: ${rows} rows${known}: ${resolve(out, path)}\n`);
  }
}

/** The old model, the new one, or both, each at its service with its own key. */
async function askedModels(args: AnswersArguments, environment: NodeJS.ProcessEnv): Promise<readonly AskedModel[]> {
  const { old, next, isElsewhere, model, newModel } = args;
  const models: AskedModel[] = [];
  if (model !== undefined) {
    const { host, api } = await launchService(old, undefined, environment);
    models.push({ host, model, api });
  }
  if (newModel !== undefined) {
    const variable = isElsewhere ? newKeyVariable : undefined;
    const { host, api } = await launchService(next, undefined, environment, variable);
    models.push({ host, model: newModel, api });
  }
  return models;
}
