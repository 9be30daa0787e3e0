import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { JobsOverview } from '../../../src/jobs/jobsOverview.ts';
import { commands, contextKeys, settings, views } from '../../../src/vscode/ids.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly when: string }[];
    readonly viewsWelcome: readonly { readonly view: string; readonly when: string }[];
    readonly views: { readonly finetune: readonly { readonly id: string }[] };
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

const manifest = read('package.json') as Manifest;
const { contributes } = manifest;

describe('package.json and ids.ts', () => {
  it('name the same commands', () => {
    const contributed = contributes.commands.map(({ command }) => command);
    assert.deepEqual(contributed.toSorted(), Object.values(commands).toSorted());
  });

  it('name the same settings', () => {
    assert.deepEqual(Object.keys(contributes.configuration.properties).toSorted(), Object.values(settings).toSorted());
  });

  it('name the same views', () => {
    assert.deepEqual(
      contributes.views.finetune.map(({ id }) => id),
      Object.values(views),
    );
  });

  it('use only commands and context keys that exist in menus, keys and empty views', () => {
    const known = new Set<string>([...Object.values(commands), ...Object.values(contextKeys), ...Object.values(views)]);
    const placed = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    for (const { command } of placed) assert.ok(known.has(command), command);
    for (const { when } of [...placed, ...contributes.viewsWelcome]) {
      for (const [name] of when.matchAll(/finetune\.\w+/g)) assert.ok(known.has(name), name);
    }
  });

  it('have a text for each reason why the jobs view is empty', () => {
    const reasons: Record<Exclude<JobsOverview, 'jobs'>, true> = {
      noMatch: true,
      noKey: true,
      offline: true,
      noJobs: true,
      noConnection: true,
    };
    for (const reason of Object.keys(reasons)) {
      const fitting = contributes.viewsWelcome.filter(({ when }) =>
        when.endsWith(`${contextKeys.jobsOverview} == ${reason}`),
      );
      assert.equal(fitting.length, 1, reason);
    }
  });

  it('leave every text of the manifest to package.nls.json, so that it can be translated', () => {
    const shown = /^(?:title|displayName|description|markdownDescription|contents|name|altText|category)$/;
    const untranslated: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (typeof value === 'object' && value !== null) {
        // What a snippet writes is no text that is shown.
        for (const [key, member] of Object.entries(value)) if (key !== 'body') look(member, `${path}.${key}`);
      } else if (typeof value === 'string' && isShown(path) && !/^%[\w.]+%$/.test(value)) untranslated.push(path);
    };
    const isShown = (path: string): boolean =>
      path.split('.').some((key) => key.endsWith('numDescriptions')) || shown.test(path.split('.').at(-1) ?? '');
    look(manifest.contributes, 'contributes');
    assert.deepEqual(untranslated, []);
  });

  it('have words for every text that the manifest names', () => {
    const words = read('package.nls.json') as Record<string, string>;
    const used = new Set(
      Array.from(readFileSync('package.json', 'utf8').matchAll(/"%([\w.]+)%"/g), ([, name]) => String(name)),
    );
    assert.deepEqual([...used].toSorted(), Object.keys(words).toSorted());
  });
});
