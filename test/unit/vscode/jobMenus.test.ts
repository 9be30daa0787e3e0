import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface MenuEntry {
  readonly command: string;
  readonly when: string;
  readonly group: string;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly contributes: { readonly menus: Readonly<Record<string, readonly MenuEntry[]>> };
};

/** Whether a condition of package.json, which is a chain of `&&`, holds for a row of that context value. */
function holds(when: string, viewItem: string): boolean {
  return when.split(' && ').every((term) => {
    const [, not, pattern] = /^(!\()?viewItem =~ \/(.*)\/\)?$/.exec(term) ?? [];
    if (pattern === undefined) return term === 'view == finetune.jobs';
    return new RegExp(pattern).test(viewItem) === (not === undefined);
  });
}

/** The buttons of a row, from left to right. */
function buttonsOf(viewItem: string): readonly string[] {
  const entries = manifest.contributes.menus['view/item/context'] ?? [];
  return entries
    .filter(({ when, group }) => group.startsWith('inline@') && holds(when, viewItem))
    .toSorted((a, b) => a.group.localeCompare(b.group))
    .map(({ command }) => command.replace('finetune.', ''));
}

describe('The row of a job', () => {
  const cases: readonly (readonly [what: string, viewItem: string, buttons: readonly string[]])[] = [
    ['a running one', 'job pause cancel unpinned', ['pauseJob', 'openMetrics']],
    ['a paused one', 'job resume cancel unpinned', ['resumeJob', 'openMetrics']],
    ['one whose service cannot pause', 'job cancel unpinned', ['cancelJob', 'openMetrics']],
    ['one that is over', 'job model pinned', ['openMetrics', 'showEvents']],
    ['a connection', 'connection remote', []],
  ];
  for (const [what, viewItem, buttons] of cases) {
    it(`has no more than two buttons, so that its status can be read: ${what}`, () => {
      assert.deepEqual(buttonsOf(viewItem), buttons);
    });
  }
});
