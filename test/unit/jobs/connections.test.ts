import assert from 'node:assert/strict';
import { mayLaunchUnattended, type Connection, type ConnectionKind } from '../../../src/jobs/connections.ts';

const connection = (kind: ConnectionKind): Connection => ({
  name: 'somewhere',
  kind,
  host: '127.0.0.1',
  open: () => Promise.reject(new Error('Nobody asks a service.')),
  wasUsed: () => Promise.resolve(false),
  reset: () => undefined,
});

describe('Launching without any question', () => {
  it('is always allowed on the local server, which costs nothing', () => {
    assert.equal(mayLaunchUnattended(connection('local'), false), true);
    assert.equal(mayLaunchUnattended(connection('local'), true), true);
  });

  for (const kind of ['openai', 'azure', 'compatible'] as const) {
    it(`is allowed on a service of kind ${kind} only where the machine's owner said so`, () => {
      assert.equal(mayLaunchUnattended(connection(kind), false), false);
      assert.equal(mayLaunchUnattended(connection(kind), true), true);
    });
  }
});
