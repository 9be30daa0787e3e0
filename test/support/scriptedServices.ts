import assert from 'node:assert/strict';
import { UserError } from '../../src/common/errors.ts';
import { ScriptedService, type ScriptedOptions } from './scriptedService.ts';

/** Starts services for the tests of a suite; each is gone after its test. */
export function useServices(): (options?: ScriptedOptions) => Promise<ScriptedService> {
  const services: ScriptedService[] = [];
  afterEach(async () => {
    for (const service of services.splice(0)) await service.stop();
  });
  return async (options) => {
    const service = await ScriptedService.start(options);
    services.push(service);
    return service;
  };
}

/** The UserError that the work ends with. */
export async function refused(work: Promise<unknown>): Promise<UserError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof UserError, String(error));
  return error;
}
