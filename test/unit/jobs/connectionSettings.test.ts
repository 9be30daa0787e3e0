import assert from 'node:assert/strict';
import {
  endpointOf,
  isReadableOnTheWay,
  keyHeaders,
  nameProblem,
  readConnections,
  suffixLimitOf,
  targetOf,
  urlProblem,
  type RemoteKind,
} from '../../../src/jobs/connectionSettings.ts';

describe('The setting finetune.connections', () => {
  it('gives the entries that can be used and a sentence on each other one', () => {
    const good = { name: 'Acme', kind: 'compatible', url: 'https://acme.test/v1' };
    const bad = [
      'Acme',
      { kind: 'openai' },
      { name: 'acme', kind: 'openai' },
      { name: 'local', kind: 'openai' },
      { name: 'A', kind: 'gopher' },
      { name: 'B', kind: 'compatible' },
      { name: 'C', kind: 'openai', authentication: 'magic' },
      { name: 'D', kind: 'openai', organization: 7 },
    ];
    const { connections, problems } = readConnections([good, ...bad]);
    assert.deepEqual(connections, [good]);
    assert.equal(problems.length, bad.length);
    assert.match(problems[2] ?? '', /named "acme" already/);
    assert.match(problems[7] ?? '', /"D": organization must be a text/);
  });

  it('is empty where it is no list', () => {
    for (const value of [undefined, null, {}, 'x']) {
      assert.deepEqual(readConnections(value), { connections: [], problems: [] });
    }
  });
});

describe('A name of a connection', () => {
  for (const name of ['Acme', 'eu.api 2', 'gpu-box (old)', '_', 'x'.repeat(40)]) {
    it(`may be "${name}"`, () => assert.equal(nameProblem(name, []), undefined));
  }
  for (const name of ['', ' ', 'a ', ' a', 'a/b', 'a\nb', 'x'.repeat(41), 'LOCAL', 'ACME']) {
    it(`may not be ${JSON.stringify(name)}`, () => assert.notEqual(nameProblem(name, [{ name: 'Acme' }]), undefined));
  }
});

describe('An address', () => {
  const right: readonly (readonly [RemoteKind, string])[] = [
    ['openai', ''],
    ['openai', 'https://eu.api.openai.com/v1'],
    ['openai', 'http://127.0.0.1:8000/v1'],
    ['azure', 'https://acme.openai.azure.com/?api-version=2024-10-21'],
    ['compatible', 'http://gpu-box:8000/v1'],
  ];
  for (const [kind, url] of right) {
    it(`of ${kind} may be "${url}"`, () => assert.equal(urlProblem(kind, url), undefined));
  }
  const wrong: readonly (readonly [RemoteKind, string])[] = [
    ['azure', ''],
    ['compatible', 'acme.test/v1'],
    ['compatible', 'ftp://acme.test'],
    ['compatible', 'https://me:secret@acme.test/v1'],
    ['compatible', 'https://acme.test/v1?key=secret'],
    ['compatible', 'https://acme.test/v1#x'],
    ['azure', 'https://acme.openai.azure.com/?code=secret'],
    ['openai', 'http://api.openai.com/v1'],
    ['azure', 'http://acme.openai.azure.com'],
  ];
  for (const [kind, url] of wrong) {
    it(`of ${kind} may not be "${url}"`, () => assert.notEqual(urlProblem(kind, url), undefined));
  }

  it('without encryption is read by others, but for one on this machine', () => {
    assert.equal(isReadableOnTheWay('http://gpu-box:8000/v1'), true);
    for (const url of ['https://gpu-box/v1', 'http://localhost:1/v1', 'http://127.0.0.1/v1', 'http://[::1]/v1', '']) {
      assert.equal(isReadableOnTheWay(url), false, url);
    }
  });
});

describe('Requests of a connection', () => {
  const cases: readonly (readonly [RemoteKind, string, string | undefined, string, string?])[] = [
    ['openai', '', undefined, 'https://api.openai.com/v1'],
    ['compatible', 'https://acme.test/v1/', undefined, 'https://acme.test/v1'],
    ['azure', 'https://acme.openai.azure.com', undefined, 'https://acme.openai.azure.com/openai/v1'],
    ['azure', 'https://acme.openai.azure.com/openai/v1/', undefined, 'https://acme.openai.azure.com/openai/v1'],
    [
      'azure',
      'https://acme.services.ai.azure.com/api/projects/health',
      undefined,
      'https://acme.services.ai.azure.com/api/projects/health/openai/v1',
    ],
    ['azure', 'https://acme.openai.azure.com', '2024-10-21', 'https://acme.openai.azure.com/openai', '2024-10-21'],
    [
      'azure',
      'https://acme.openai.azure.com/openai/deployments/x/chat/completions?api-version=2025-04-01-preview',
      undefined,
      'https://acme.openai.azure.com/openai',
      '2025-04-01-preview',
    ],
  ];
  for (const [kind, url, apiVersion, baseUrl, version] of cases) {
    it(`of ${kind} "${url}" ${apiVersion ?? ''} go to ${baseUrl} ${version ?? ''}`, () => {
      const endpoint = endpointOf({ name: 'x', kind, url, ...(apiVersion !== undefined && { apiVersion }) });
      assert.deepEqual(endpoint, { baseUrl, ...(version !== undefined && { apiVersion: version }) });
    });
  }

  it('carry the key as each service wants it', () => {
    assert.deepEqual(keyHeaders('azure', 'k'), { 'api-key': 'k' });
    assert.deepEqual(keyHeaders('openai', 'k'), { Authorization: 'Bearer k' });
    assert.deepEqual(keyHeaders('compatible', 'k'), { Authorization: 'Bearer k' });
  });

  it('keep to the rules of their service, and its older API to shorter suffixes', () => {
    assert.deepEqual(
      ['openai', 'azure', 'compatible', 'local'].map((kind) => targetOf(kind as RemoteKind)),
      ['openai', 'azure', 'local', 'local'],
    );
    assert.equal(suffixLimitOf({ baseUrl: '' }), 64);
    assert.equal(suffixLimitOf({ baseUrl: '', apiVersion: '2024-10-21' }), 40);
  });
});
