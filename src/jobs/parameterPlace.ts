import { findNodeAtLocation } from 'jsonc-parser';
import { pathSegments, rootPath } from '../common/jsonPath.ts';
import { placeOf, type JobFileContent } from './jobFile.ts';

/**
 * Where a job file sets the parameter that a service names, as `method.supervised.hyperparameters.n_epochs`, or the nearest
 * part around it that it does set; undefined where it sets none. 0-based offsets in UTF-16 units; the end is exclusive.
 */
export function parameterPlace(
  { root }: JobFileContent,
  parameter: string,
): { readonly start: number; readonly end: number } | undefined {
  if (!root) return undefined;
  const segments = pathSegments(`${rootPath}.${parameter}`);
  for (let length = segments.length; length > 0; length--) {
    const node = findNodeAtLocation(root, ['request', ...segments.slice(0, length)]);
    if (node) return placeOf(node);
  }
  return undefined;
}
