import assert from 'node:assert/strict';
import { editorFixedRules } from '../../../../src/dataset/fixes/editorFixed.ts';
import { isFixable } from '../../../../src/dataset/fixes/fixesFor.ts';
import { ruleIds, type RuleId } from '../../../../src/dataset/problems.ts';

/** Rules whose problems no machine can mend, by the reason. */
const unfixable: Readonly<Record<string, readonly RuleId[]>> = {
  'Something has to be written that only a person knows.': [
    'file/empty',
    'file/too-few-examples',
    'chat/messages-empty',
    'chat/message-not-object',
    'chat/empty-content',
    'chat/missing-assistant',
    'chat/no-user-message',
    'chat/inconsistent-system',
    'chat/invalid-refusal',
    'tools/missing-name',
    'tools/invalid-parameters',
    'tools/arguments-not-json',
    'tools/missing-tools',
    'tools/function-result-missing-name',
    'tools/invalid-function-call',
    'completion/missing-prompt',
    'completion/empty-completion',
    'dpo/missing-input',
    'dpo/missing-preferred',
    'dpo/missing-non-preferred',
    'dpo/output-empty',
    'dpo/identical-outputs',
    'rft/no-reference',
    'rft/inconsistent-fields',
  ],
  'What stays and what goes is a choice.': [
    'file/mixed-formats',
    'json/not-an-object',
    'tokens/over-limit',
    'chat/part-not-allowed-for-role',
    'tools/too-many',
    'tools/duplicate-name',
    'vision/too-many-images',
    'vision/too-many-image-examples',
    'vision/assistant-image',
    'dpo/output-too-many',
    'dpo/last-input-assistant',
    'dpo/image',
    'rft/too-many-examples',
    'rft/azure-image',
  ],
  'What is lost or broken is not in the file.': [
    'text/replacement-char',
    'json/unterminated',
    'json/syntax',
    'vision/unsupported-format',
    'vision/invalid-base64',
    'vision/image-too-large',
  ],
  'A launch sends the file in parts by itself.': ['file/needs-uploads-api'],
  'No editor shows a file above 8 GB, and which rows go into which part is a choice.': ['file/too-large'],
};

describe('Every rule', () => {
  const reasoned = Object.values(unfixable).flat();

  it('has a fix, or a reason why it has none', () => {
    const others = new Set<string>([...reasoned, ...editorFixedRules]);
    assert.deepEqual(
      ruleIds.filter((rule) => !isFixable(rule) && !others.has(rule)),
      [],
    );
  });

  it('has no more than one of them', () => {
    assert.deepEqual([...reasoned, ...editorFixedRules].filter(isFixable), []);
    assert.equal(new Set([...reasoned, ...editorFixedRules]).size, reasoned.length + editorFixedRules.length);
  });
});
