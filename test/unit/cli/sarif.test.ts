import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sarifOutput } from '../../../src/cli/sarif.ts';
import { ruleIds } from '../../../src/dataset/problems.ts';
import { checkedFile, missingRole, missingSystem } from './checkedFile.ts';

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
    readonly columnKind: string;
    readonly invocations: readonly { executionSuccessful: boolean; toolExecutionNotifications: readonly object[] }[];
    readonly results: readonly { readonly locations: readonly { physicalLocation: { artifactLocation: object } }[] }[];
  }[];
}

interface Rule {
  readonly id: string;
  readonly help: { readonly text: string };
  readonly defaultConfiguration: { readonly level: string };
}

function run(...args: Parameters<typeof sarifOutput>): Sarif['runs'][number] {
  const sarif = JSON.parse([...sarifOutput(...args)].join('')) as Sarif;
  assert.equal(sarif.version, '2.1.0');
  const [only, ...others] = sarif.runs;
  assert.ok(only && others.length === 0);
  return only;
}

describe('SARIF', () => {
  it('has a result a problem, with its level and its place counted from 1', () => {
    const { results, columnKind } = run([checkedFile('data/a b.jsonl', [missingRole, missingSystem])], []);
    assert.equal(columnKind, 'utf16CodeUnits');
    assert.deepEqual(results[0], {
      ruleId: 'chat/missing-role',
      ruleIndex: ruleIds.indexOf('chat/missing-role'),
      level: 'error',
      message: { text: 'Message has no role.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'data/a%20b.jsonl' },
            region: { startLine: 6, startColumn: 15, endColumn: 16 },
          },
        },
      ],
    });
    assert.equal((results[1] as unknown as { level: string }).level, 'note');
  });

  it('explains every rule, under the index that results name', () => {
    const { rules } = run([], []).tool.driver;
    assert.deepEqual(
      rules.map(({ id }) => id),
      ruleIds,
    );
    for (const { help, defaultConfiguration } of rules) {
      assert.ok(help.text.length > 20);
      assert.ok(['error', 'warning', 'note'].includes(defaultConfiguration.level));
    }
  });

  it('has one list of results for all files, of any number', () => {
    const many = Array.from({ length: 2500 }, () => missingRole);
    assert.equal(run([checkedFile('a.jsonl', many), checkedFile('b.jsonl', [missingRole])], []).results.length, 2501);
    assert.deepEqual(run([checkedFile('a.jsonl', [])], []).results, []);
  });

  it('names files outside the current folder by their URI', () => {
    const path = join(import.meta.dirname, 'a.jsonl');
    const [result] = run([checkedFile(path, [missingRole])], []).results;
    assert.deepEqual(result?.locations[0]?.physicalLocation.artifactLocation, { uri: pathToFileURL(path).href });
  });

  it('tells of files that cannot be read, and of problems that are left out', () => {
    const { invocations } = run([checkedFile('a.jsonl', [], 3)], ['none.jsonl']);
    assert.equal(invocations[0]?.executionSuccessful, false);
    const notifications = JSON.stringify(invocations[0]?.toolExecutionNotifications);
    assert.match(notifications, /"error".*none\.jsonl.*"note".*3 more problems not shown/);
    assert.equal(run([], []).invocations[0]?.executionSuccessful, true);
  });
});
