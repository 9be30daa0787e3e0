import assert from 'node:assert/strict';
import { triedText } from '../../../../src/vscode/jobs/triedText.ts';

const trial = { model: 'ft:m_1', base: 'm_1', message: 'What is it?', system: '' };

describe('The document of a model that was tried', () => {
  it('has the message and both answers, each below the name of its model', () => {
    const text = triedText({ ...trial, system: 'Be brief.' }, { answer: 'A code.', baseAnswer: 'A long\n\nstory.' });
    assert.equal(
      text,
      [
        '## Message\n\n```text\nWhat is it?\n```',
        '## System message\n\n```text\nBe brief.\n```',
        '## ft\\:m\\_1\n\n```text\nA code.\n```',
        '## m\\_1 \\(its base model\\)\n\n```text\nA long\n\nstory.\n```\n',
      ].join('\n\n'),
    );
  });

  it('makes no markup of an answer, whatever fences it has', () => {
    const answer = '```js\nx\n```\n<img src=x>\n`````\n# Title';
    assert.ok(triedText(trial, { answer }).endsWith(`\n\n\`\`\`\`\`\`text\n${answer}\n\`\`\`\`\`\`\n`));
  });

  it('says where an answer is empty, and why the base gave none', () => {
    const text = triedText(trial, { answer: ' \n', baseFailure: 'Acme does not know it: <b>no</b>' });
    assert.match(text, /## ft\\:m\\_1\n\n\(empty\)\n\n/);
    assert.ok(text.endsWith('The base model m\\_1 gave no answer\\. Acme does not know it\\: \\<b\\>no\\<\\/b\\>\n'));
  });
});
