import assert from 'node:assert/strict';
import { relativePath } from '../../../src/jobs/relativePath.ts';

describe('relativePath', () => {
  for (const [from, to, expected] of [
    ['/w/job.finetune.json', '/w/train.jsonl', 'train.jsonl'],
    ['/w/jobs/a.finetune.json', '/w/data/train.jsonl', '../data/train.jsonl'],
    ['/w/a.finetune.json', '/other/train.jsonl', '../other/train.jsonl'],
    ['C:\\w\\jobs\\a.finetune.json', 'c:\\w\\train.jsonl', '../train.jsonl'],
    ['C:\\w\\jobs\\a.finetune.json', 'C:\\w\\train.jsonl', '../train.jsonl'],
    ['C:\\w\\a.finetune.json', 'D:\\data\\train.jsonl', 'D:\\data\\train.jsonl'],
  ] as const) {
    it(`of ${to} from ${from} is ${expected}`, () => assert.equal(relativePath(from, to), expected));
  }
});
