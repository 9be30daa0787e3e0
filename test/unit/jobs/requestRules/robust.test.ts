import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pathSegments } from '../../../../src/common/jsonPath.ts';
import { jobProblemMessage } from '../../../../src/jobs/messages.ts';
import { checkJobRequest, type JobContext } from '../../../../src/jobs/requestRules/checkJobRequest.ts';
import { compareJobProblems } from '../../../../src/jobs/requestRules/problem.ts';
import { runs } from '../../../support/runs.ts';
import { corpusCases } from './support.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Every place of a JSON value, from the root on. */
function placesOf(value: unknown, place: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [place];
  const isArray = Array.isArray(value);
  const inner = Object.entries(value).flatMap(([key, member]) =>
    placesOf(member, [...place, isArray ? Number(key) : key]),
  );
  return [place, ...inner];
}

/** A copy of `value` with `change` at `place`; at the end of a list that has no such place. */
function changed(value: unknown, place: readonly (string | number)[], change: unknown): unknown {
  const [first, ...rest] = place;
  if (first === undefined) return change;
  if (Array.isArray(value) && typeof first === 'string') return [...(value as unknown[]), change];
  const copy: Record<string | number, unknown> = Object.assign(Array.isArray(value) ? [] : {}, value);
  copy[first] = changed(copy[first], rest, change);
  return copy;
}

function valueAt(value: unknown, path: string): unknown {
  return pathSegments(path).reduce<unknown>((inner, segment) => {
    assert.ok(typeof inner === 'object' && inner !== null && Object.hasOwn(inner, segment), path);
    return (inner as Record<string | number, unknown>)[segment];
  }, value);
}

function checkProperly(request: unknown, context: JobContext): void {
  const problems = checkJobRequest(request, context);
  for (const problem of problems) {
    assert.notEqual(valueAt(request, problem.path), undefined, problem.path);
    assert.match(jobProblemMessage(problem), /\.$/);
  }
  assert.deepEqual([...problems].sort(compareJobProblems), problems);
}

const contexts = fc.record<JobContext>({
  target: fc.constantFrom('openai', 'azure', 'local', undefined),
  today: fc.constantFrom('2026-11-20', '2027-02-01', 'soon', undefined),
  files: fc.constantFrom(undefined, {}, { training: { name: 'x', format: 'chat', fields: [], images: 1 } }),
});

const words = fc.constantFrom('auto', 'supervised', 'multi', '{{item.x}}', '{{', 'gpt-4o', 'a+b', '__proto__', 'type');
const anything = fc.oneof(fc.jsonValue({ maxDepth: 3 }), words) as fc.Arbitrary<Json>;

describe('Any JSON value as a job request', () => {
  it('is checked without a throw, with problems at places that exist', () => {
    fc.assert(fc.property(fc.jsonValue(), contexts, checkProperly));
  });

  it('is, with anything in any place of a request of the corpus', () => {
    const requests = corpusCases().map(({ request }) => request);
    const cases = fc
      .constantFrom(...requests)
      .chain((request) =>
        fc
          .tuple(fc.constantFrom(...placesOf(request)), anything)
          .map(([place, change]) => changed(request, place, change)),
      );
    fc.assert(fc.property(cases, contexts, checkProperly), { numRuns: runs(18) });
  });

  it('is, with any member added at any place', () => {
    const requests = corpusCases().map(({ request }) => request);
    const cases = fc
      .constantFrom(...requests)
      .chain((request) =>
        fc
          .tuple(fc.constantFrom(...placesOf(request)), fc.oneof(words, fc.string()), anything)
          .map(([place, key, change]) => changed(request, [...place, key], change)),
      );
    fc.assert(fc.property(cases, contexts, checkProperly), { numRuns: runs(18) });
  });
});
