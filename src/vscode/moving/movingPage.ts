import * as vscode from 'vscode';
import { epochsOf } from '../../jobs/cost.ts';
import type { Connection } from '../../jobs/connections.ts';
import { noteLines } from '../../jobs/moving/words.ts';
import { counted } from '../plural.ts';
import { dollars, estimatedCost, launchFacts } from '../jobs/launchFacts.ts';
import type { MovingPlan, ReadyLaunch } from './movingPlan.ts';

/** What a person is asked before jobs are launched on another service. */
export interface MovingPage {
  readonly question: string;
  readonly detail: string;
  readonly hasWarnings: boolean;
}

/** Jobs that are told one by one; of more their number. */
const listed = 12;

/** The one question, with what becomes of each job. `now` is in milliseconds. At least one plan has a launch. */
export function movingPage(plans: readonly MovingPlan[], { name, host }: Connection, now: number): MovingPage {
  const { t } = vscode.l10n;
  const ready = plans.filter(hasLaunch);
  const [first] = ready;
  const isOne = plans.length === 1 && first !== undefined;
  const lines = isOne ? oneJob(first, now) : severalJobs(plans, ready, now);
  return {
    question: isOne
      ? t('Launch "{0}" again on {1} ({2})?', first.job.name, name, host)
      : t('Launch {0} jobs again on {1} ({2}), one after another?', ready.length, name, host),
    detail: lines.join('\n'),
    hasWarnings: ready.length < plans.length || ready.some(({ warnings }) => warnings.length > 0),
  };
}

type ReadyPlan = MovingPlan & { readonly launch: ReadyLaunch };

const hasLaunch = (plan: MovingPlan): plan is ReadyPlan => plan.launch !== undefined;

function oneJob({ launch, notes, warnings }: ReadyPlan, now: number): readonly string[] {
  const { t } = vscode.l10n;
  const facts = launchFacts(launch, warnings, now);
  const { carried, others } = noteLines(notes);
  return [
    ...facts.lines,
    '',
    t('The same as before: {0}', carried),
    ...others,
    ...facts.warnings.map((warning) => t('Warning: {0}', warning)),
  ];
}

function severalJobs(plans: readonly MovingPlan[], ready: readonly ReadyPlan[], now: number): readonly string[] {
  const { t } = vscode.l10n;
  const shown = ready.slice(0, listed);
  const left = plans.filter((plan) => !hasLaunch(plan));
  const refusals = left.map(({ job, notes }) => `${job.name}: ${noteLines(notes).others.at(-1) ?? ''}`);
  const warnings = ready.map(({ job, launch, warnings: own }) => ({
    name: job.name,
    lines: launchFacts(launch, own, now).warnings.map((warning) => t('Warning: {0}', warning)),
  }));
  return [
    ...shown.map(jobLine),
    ...more(ready.length - shown.length),
    totalCost(ready),
    '',
    ...together(ready.map(({ job, notes }) => ({ name: job.name, lines: noteLines(notes).others }))),
    ...together(warnings),
    ...(left.length === 0 ? [] : ['', t('Not launched:'), ...refusals.slice(0, listed), ...more(left.length - listed)]),
  ];
}

const more = (count: number): readonly string[] => (count > 0 ? [vscode.l10n.t('and {0} more', count)] : []);

/** `codes: baseline-1, 20 examples, 3 epochs, about $0.12` */
function jobLine({ job, launch }: ReadyPlan): string {
  const { t } = vscode.l10n;
  const { request, training } = launch;
  const cost = estimatedCost(launch)?.usd;
  const parts = [
    request.model,
    counted.examples(training.check.examples),
    t('{0} epochs', String(epochsOf(request))),
    ...(cost === undefined ? [] : [t('about {0}', dollars(cost))]),
  ];
  return `${job.name}: ${parts.join(', ')}`;
}

/** Of all jobs together; says of how many it cannot be told. */
function totalCost(ready: readonly ReadyPlan[]): string {
  const { t } = vscode.l10n;
  if (ready.every(({ launch }) => launch.connection.kind === 'local')) return t('Cost: none, on this machine');
  const costs = ready.map(({ launch }) => estimatedCost(launch)?.usd);
  const known = costs.filter((cost) => cost !== undefined);
  if (known.length === 0) return t('Cost: unknown');
  const total = dollars(known.reduce((sum, cost) => sum + cost, 0));
  const unknown = costs.length - known.length;
  return unknown === 0
    ? t('Cost: about {0} in all', total)
    : t('Cost: about {0} for {1} of them, unknown for {2}', total, known.length, unknown);
}

/** What is said of all jobs once, and of others with their names. */
function together(jobs: readonly { readonly name: string; readonly lines: readonly string[] }[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { name, lines } of jobs)
    for (const line of new Set(lines)) names.set(line, [...(names.get(line) ?? []), name]);
  return Array.from(names, ([line, of]) => {
    if (of.length === jobs.length) return line;
    return `${of.length > 3 ? vscode.l10n.t('{0} jobs', of.length) : of.join(', ')}: ${line}`;
  });
}
