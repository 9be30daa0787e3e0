import assert from 'node:assert/strict';
import { builtInEngine, trainMethods, type TrainMethod } from '../../../src/common/engineSettings.ts';
import { ApiError } from '../../../src/server/errors.ts';
import { ignoredParts, requireTrainable, type JobMethod } from '../../../src/server/jobs/jobMethod.ts';
import type { UsableModel } from '../../../src/server/models.ts';

const modelOf = (name: string, methods: readonly TrainMethod[] = trainMethods): UsableModel => ({
  id: 'model-1',
  created: 0,
  ownedBy: name,
  engine: { name, command: ['engine'], models: ['model-1'], methods, folder: '/engine' },
  base: 'model-1',
});
const builtIn = modelOf(builtInEngine.name);
const foreign = modelOf('trl');

const reinforcement = (type: string, changes: Partial<JobMethod> = {}): JobMethod => ({
  method: 'reinforcement',
  hyperparameters: { reasoning_effort: 'high' },
  grader: { type },
  hasResponseFormat: false,
  ...changes,
});

const param = (check: () => void): string | undefined => {
  try {
    check();
  } catch (error) {
    assert.ok(error instanceof ApiError && error.status === 400, String(error));
    return error.details.param;
  }
  return undefined;
};

describe('The method of a job', () => {
  it('must be one that the engine of the model has', () => {
    const dpo: JobMethod = { method: 'dpo', hyperparameters: {}, hasResponseFormat: false };
    assert.equal(
      param(() => requireTrainable(dpo, builtIn, undefined)),
      undefined,
    );
    assert.equal(
      param(() => requireTrainable(dpo, modelOf('trl', ['supervised']), undefined)),
      'method.type',
    );
  });

  it('needs a validation file for reinforcement', () => {
    const check = (file?: string) => (): void => requireTrainable(reinforcement('string_check'), foreign, file);
    assert.equal(param(check()), 'validation_file');
    assert.equal(param(check('file-1')), undefined);
  });

  it('may have a grader that only an engine of somebody else runs', () => {
    const check = (model: UsableModel) => (): void => requireTrainable(reinforcement('python'), model, 'file-1');
    assert.equal(param(check(builtIn)), 'method.reinforcement.grader');
    assert.equal(param(check(foreign)), undefined);
  });

  it('says what of it changes nothing', () => {
    const words = (model: UsableModel, changes?: Partial<JobMethod>): string[] =>
      ignoredParts(reinforcement('string_check', changes), model).map((sentence) => sentence.split(' ')[0] ?? '');
    assert.deepEqual(words(builtIn), ['reasoning_effort']);
    assert.deepEqual(words(foreign), []);
    assert.deepEqual(words(builtIn, { hyperparameters: { reasoning_effort: 'default' } }), []);
    assert.deepEqual(words(foreign, { hasResponseFormat: true }), ['response_format']);
  });
});
