import assert from 'node:assert/strict';
import fc from 'fast-check';
import { elementPath, memberPath, pathSegments, rootPath } from '../../../src/common/jsonPath.ts';
import { anyCharacter } from '../../support/anyCharacter.ts';

const pathOf = (...segments: readonly (string | number)[]): string =>
  segments.reduce<string>(
    (path, segment) => (typeof segment === 'number' ? elementPath(path, segment) : memberPath(path, segment)),
    rootPath,
  );

describe('a JSON path', () => {
  const cases: readonly (readonly [segments: readonly (string | number)[], path: string])[] = [
    [[], '$'],
    [['integrations', 0, 'type'], '$.integrations[0].type'],
    [['metadata', 'my-key_1'], '$.metadata.my-key_1'],
    [['metadata', 'a.b'], '$.metadata["a.b"]'],
    [['metadata', ''], '$.metadata[""]'],
    [['metadata', 'say "hi"'], String.raw`$.metadata["say \"hi\""]`],
    [['0', 0], '$.0[0]'],
  ];
  for (const [segments, path] of cases) it(`is written ${path}`, () => assert.equal(pathOf(...segments), path));

  it('is read as it was written', () => {
    const segments = fc.array(fc.oneof(fc.string({ unit: anyCharacter }), fc.nat(1000)), { maxLength: 6 });
    fc.assert(fc.property(segments, (segments) => assert.deepEqual(pathSegments(pathOf(...segments)), segments)));
  });
});
