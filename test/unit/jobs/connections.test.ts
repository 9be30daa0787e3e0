import assert from 'node:assert/strict';
import { mayLaunchUnattended, type ConnectionKind } from '../../../src/jobs/connections.ts';
import { fakeConnection, FakeService } from '../../support/jobs.ts';

const connectionOf = (kind: ConnectionKind) => fakeConnection(new FakeService(), { kind });

describe('Launching without any question', () => {
  it('is always allowed on the local server, which costs nothing', () => {
    assert.equal(mayLaunchUnattended(connectionOf('local'), false), true);
    assert.equal(mayLaunchUnattended(connectionOf('local'), true), true);
  });

  for (const kind of ['openai', 'azure', 'compatible'] as const) {
    it(`is allowed on a service of kind ${kind} only where the machine's owner said so`, () => {
      assert.equal(mayLaunchUnattended(connectionOf(kind), false), false);
      assert.equal(mayLaunchUnattended(connectionOf(kind), true), true);
    });
  }
});
