import assert from 'node:assert/strict';
import { githubOutput } from '../../../src/cli/github.ts';
import { checkedFile, invalidRole, missingRole, missingSystem } from './checkedFile.ts';

const lines = (...args: Parameters<typeof checkedFile>): string[] =>
  [...githubOutput(checkedFile(...args))].join('').split('\n');

describe('Workflow commands', () => {
  it('name the level, the place and the rule of each problem', () => {
    assert.deepEqual(lines('data/a.jsonl', [missingRole, missingSystem]), [
      '::error file=data/a.jsonl,line=6,col=15,endColumn=16,title=chat/missing-role::Message has no role.',
      '::notice file=data/a.jsonl,line=3,col=2,endColumn=12,title=chat/inconsistent-system::Most examples have a system message.',
      'data/a.jsonl: chat, 20 examples, 2 errors',
      '',
    ]);
  });

  it('keep what separates them out of texts and names', () => {
    const [command] = lines('C:\\a,b.jsonl', [invalidRole]);
    assert.match(command ?? '', /^::error file=C%3A\\a%2Cb\.jsonl,line=1,/);
    assert.match(command ?? '', /::Unknown role .*50%25,%0D%0A:x/);
  });

  it('say how many problems are not shown', () => {
    assert.equal(lines('a.jsonl', [], 3)[0], '::notice file=a.jsonl::3 more problems not shown');
  });
});
