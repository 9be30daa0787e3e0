import { modelEnd } from '../modelEnd.ts';
import { isTrained } from '../moving/targetModel.ts';
import { readModel } from '../wire.ts';
import type { ArchivedJob, ArchivedModel } from './archiveIndex.ts';

/** The fine-tuned models of a service. */
export interface FineTunedModels {
  /** Of those that it lists, as it sent them. */
  readonly records: readonly string[];
  /** Those and the ones that jobs tell of. */
  readonly models: readonly ArchivedModel[];
}

/** The fine-tuned ones among the models that a service lists (`records`) and that its jobs made. `host` is the service. */
export function fineTunedModels(
  records: readonly string[],
  jobs: readonly ArchivedJob[],
  host: string,
): FineTunedModels {
  const models = records.map((record) => readModel(JSON.parse(record)));
  const makers = new Map(
    jobs.flatMap((job) => (job.fineTunedModel === undefined ? [] : [[job.fineTunedModel, job.id]])),
  );
  const isOwn = (id: string): boolean => isTrained(id) || makers.has(id);
  const ids = new Set([...models.map(({ id }) => id).filter(isOwn), ...makers.keys()]);
  return {
    records: records.filter((_, i) => isOwn(models[i]?.id ?? '')),
    models: Array.from(ids, (id) => {
      return { id, job: makers.get(id), shutdownDate: modelEnd(id, { host, models })?.day };
    }),
  };
}
