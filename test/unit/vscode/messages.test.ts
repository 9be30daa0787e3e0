import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { allMessages, messagesOf } from '../../../scripts/messages.mjs';

describe('Messages for translators', () => {
  it('are found however they are quoted', () => {
    const text = `t('a "b"'); vscode.l10n.t("it's {0}", x); t(\n  'don\\'t \\\\uFFFD',\n); assert('no');`;
    assert.deepEqual(messagesOf(text), ['a "b"', "it's {0}", "don't \\uFFFD"]);
  });

  it('are all that the sources have: none is put together where nobody could look it up', () => {
    for (const path of globSync('src/{common,dataset,graders,jobs,vscode,webview,worker}/**/*.ts')) {
      const text = readFileSync(path, 'utf8');
      assert.equal(messagesOf(text).length, text.match(/\bt\(/g)?.length ?? 0, path);
    }
  });

  it('count what is put into them from 0 on', () => {
    for (const message of allMessages()) {
      const numbers = new Set(Array.from(message.matchAll(/\{(\d+)\}/g), ([, number]) => Number(number)));
      assert.deepEqual(numbers, new Set(Array.from(numbers, (_, index) => index)), message);
    }
  });
});
