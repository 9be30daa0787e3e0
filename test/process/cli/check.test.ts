import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cliProgram } from '../../support/programs.ts';

const sample = join(import.meta.dirname, '../../../media/sample');

describe('finetune check', () => {
  it('says of a pipe that it is no training file: that is read twice, where rows look equal', () => {
    const command = '"$0" "$1" check --role validation --training-file /dev/stdin "$2/validation.jsonl"';
    const piped = `cat "$2/train.jsonl" | ${command}`;
    const args = ['-c', piped, process.execPath, cliProgram, sample];
    const { status, stdout, stderr } = spawnSync('sh', args, { encoding: 'utf8', timeout: 20_000 });
    assert.deepEqual([status, stdout, stderr], [3, '', 'Cannot read /dev/stdin: ESPIPE\n']);
  });
});
