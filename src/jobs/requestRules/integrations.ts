import { isGiven, isObject } from '../../common/json.ts';
import { elementPath, memberPath } from '../../common/jsonPath.ts';
import { isText } from './facts.ts';
import { characters, jobLimits } from './limits.ts';
import type { Report } from './problem.ts';

const path = '$.integrations';

/** Checks the services that a job is to tell of its progress. */
export function checkIntegrations(integrations: unknown, report: Report): void {
  if (!isGiven(integrations)) return;
  if (!Array.isArray(integrations)) return report('job/integration-type', path);
  if (integrations.length > jobLimits.integrations) report('job/integrations-count', path);
  integrations.forEach((integration, index) => checkIntegration(integration, elementPath(path, index), report));
}

function checkIntegration(integration: unknown, path: string, report: Report): void {
  const type = isObject(integration) ? integration.type : undefined;
  if (!isObject(integration) || type === undefined) return report('job/integration-type', path);
  if (type !== 'wandb') return report('job/integration-type', memberPath(path, 'type'));
  const { wandb } = integration;
  if (!isObject(wandb) || !isText(wandb.project)) report('job/integration-project', path);
  if (isObject(wandb) && !areTags(wandb.tags)) report('job/wandb-tags', memberPath(memberPath(path, 'wandb'), 'tags'));
}

/** True also for what is no list: the service answers that. */
function areTags(tags: unknown): boolean {
  if (!Array.isArray(tags)) return true;
  const { count, length } = jobLimits.wandbTags;
  return tags.length <= count && tags.every((tag) => typeof tag !== 'string' || characters(tag) <= length);
}
