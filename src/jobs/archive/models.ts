import type { ServiceModel } from '../api.ts';
import { readModel } from '../wire.ts';
import type { ArchivedJob, ArchivedModel } from './archiveIndex.ts';

/** The fine-tuned models among those of a service: their records, and what the index says of them and of jobs' models. */
export function fineTunedModels(
  records: readonly string[],
  jobs: readonly ArchivedJob[],
): { readonly records: readonly string[]; readonly models: readonly ArchivedModel[] } {
  const listed = new Map(records.map((record) => [readModel(JSON.parse(record)).id, record]));
  const all = new Map(Array.from(listed, ([id, record]) => [id, readModel(JSON.parse(record))]));
  const makers = new Map(jobs.map((job) => [job.fineTunedModel ?? '', job]));
  const isTrained = (id: string): boolean => trained.test(id) || makers.has(id);
  const ids = new Set([...all.keys(), ...makers.keys()].filter((id) => id !== '' && isTrained(id)));
  return {
    records: Array.from(listed).flatMap(([id, record]) => (isTrained(id) ? [record] : [])),
    models: Array.from(ids).map((id) => {
      const maker = makers.get(id);
      return { id, job: maker?.id, shutdownDate: shutdownOf(id, maker?.model, all) };
    }),
  };
}

/** Names of fine-tuned models at OpenAI and like services (`ft:BASE:...`), and at Azure (`BASE.ft-...`). */
const trained = /^ft:([^:]+)|^(.+?)\.ft-/;

/** A fine-tuned model ends with the model that it was made from at the latest. */
function shutdownOf(id: string, base: string | undefined, all: ReadonlyMap<string, ServiceModel>): string | undefined {
  const [, ofOpenai, ofAzure] = trained.exec(id) ?? [];
  const dates = [id, base ?? '', ofOpenai ?? ofAzure ?? ''].map((name) => all.get(name)?.shutdownDate);
  return dates.filter((date) => date !== undefined).toSorted()[0];
}
