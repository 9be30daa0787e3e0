import assert from 'node:assert/strict';
import { distanceOf, lookDelay, paces, retryDelay } from '../../../src/jobs/pace.ts';

describe('The pace of looks', () => {
  it('slows down from two seconds to a minute at a remote service, by how long nothing has happened', () => {
    const quiet = [0, 6000, 30_000, 120_000, 180_000, 3_600_000];
    assert.deepEqual(
      quiet.map((time) => lookDelay(time, paces.remote)),
      [2000, 2000, 10_000, 40_000, 60_000, 60_000],
    );
  });

  it('is the same all the time at a service on this machine', () => {
    for (const quiet of [0, 3_600_000]) assert.equal(lookDelay(quiet, paces.loopback), 1000);
  });

  it('knows this machine by its names and addresses', () => {
    const places = ['127.0.0.1:8100', 'localhost', 'localhost:80', '[::1]:80', 'api.openai.com', '10.0.0.1:80'];
    assert.deepEqual(
      places.map((host) => distanceOf({ kind: 'compatible', host })),
      ['loopback', 'loopback', 'loopback', 'loopback', 'remote', 'remote'],
    );
  });

  it('backs off after failures up to a minute, less up to a quarter by chance', () => {
    assert.deepEqual(
      [1, 2, 3, 7, 50].map((failures) => retryDelay(failures, 0, () => 0)),
      [1000, 2000, 4000, 60_000, 60_000],
    );
    assert.equal(
      retryDelay(50, 300_000, () => 0),
      300_000,
    );
    assert.equal(
      retryDelay(3, 0, () => 0.999),
      4000 * (1 - 0.25 * 0.999),
    );
  });
});
