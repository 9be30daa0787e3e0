import type { Job } from './api.ts';
import { findLaunched } from './findLaunched.ts';
import type { LaunchIntent } from './journal.ts';
import { deleteLeftovers } from './launchFiles.ts';
import { left, type LaunchDoubt, type SettleParts } from './launchParts.ts';

/** What came of an earlier launch of the same. */
export interface Earlier {
  /** The job that it became, and that is wanted. */
  readonly job?: Job;
  /** It was never sent and its process has ended: what it uploaded may be used. */
  readonly leftBehind?: LaunchIntent;
}

/** Finds out what became of the last launch with this key, if there is one. Throws an abort where the person leaves. */
export async function settleEarlier(key: string, parts: SettleParts): Promise<Earlier> {
  const { api, journal, signal } = parts;
  const intent = await journal.last(key);
  if (!intent) return {};
  const state = await journal.stateOf(intent);
  if (state.type === 'ended' && state.job !== undefined) {
    const doubt = { type: 'launchedBefore', intent, job: state.job } as const;
    return (await decide(doubt, parts)) === 'take' ? { job: await api.retrieveJob(state.job, signal) } : {};
  }
  if (state.type === 'ended') return {};
  if (state.type === 'begun' && !parts.processes.isGone(intent.process)) {
    await decide({ type: 'underWay', intent }, parts);
  }
  return settle(intent, parts);
}

/**
 * Finds out what became of a launch that is not known to have ended, and ends it: nobody sends it after this. What it
 * uploaded is deleted where it was sent and became no job.
 */
export async function settle(intent: LaunchIntent, parts: SettleParts): Promise<Earlier> {
  const { api, journal, signal, processes } = parts;
  await journal.giveUp(intent);
  const state = await journal.stateOf(intent);
  if (state.type === 'ended' && state.job !== undefined) return { job: await api.retrieveJob(state.job, signal) };
  if (state.type !== 'sent') {
    await journal.end(intent);
    // Whoever is still uploading deletes that when it finds out.
    return processes.isGone(intent.process) ? { leftBehind: intent } : {};
  }
  parts.onProgress({ type: 'search' });
  const job = await findLaunched(intent, state.sent, parts);
  if (job) {
    await journal.end(intent, job.id);
    return { job };
  }
  await decide({ type: 'notFound', intent }, parts);
  await journal.end(intent);
  await deleteLeftovers(parts);
  return {};
}

async function decide(doubt: LaunchDoubt, { ask }: SettleParts): Promise<'send' | 'take'> {
  const decision = await ask(doubt);
  if (decision === 'leave') throw left();
  return decision;
}
