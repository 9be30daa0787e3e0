import { dayOf } from '../../common/time.ts';
import type { ServiceModel } from '../api.ts';
import { isMethodName } from '../requestRules/methods.ts';
import { baseName, findBaseModel } from '../requestRules/models.ts';

/** A model that was trained from another one is known to the service that made it alone. */
export const isTrained = (model: string): boolean => /^ft:|\.ft-/.test(model);

interface Wanted {
  readonly model: string;
  readonly method: string;
}

/**
 * The model of those offered that a job is to start from elsewhere: the same one, else the same under another name, else the
 * first that trains this way; undefined where none is offered. `now` is in milliseconds: what has ended is not suggested.
 */
export function suggestedModel(
  { model, method }: Wanted,
  offered: readonly ServiceModel[],
  now: number,
): string | undefined {
  const today = dayOf(now);
  const living = offered.filter(({ id, shutdownDate }) => !isTrained(id) && (shutdownDate ?? '9') > today);
  const base = baseName(model);
  const known = findBaseModel(base)?.id;
  const trains = ({ id }: ServiceModel): boolean => {
    const methods = findBaseModel(id)?.methods;
    return methods === undefined || (isMethodName(method) && methods.includes(method));
  };
  const found =
    living.find(({ id }) => id === base) ??
    living.find(({ id }) => known !== undefined && findBaseModel(id)?.id === known) ??
    living.find(trains) ??
    living[0];
  return found?.id;
}
