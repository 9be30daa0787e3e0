import assert from 'node:assert/strict';
import { runServe } from '../../../src/cli/serve.ts';

describe('finetune serve', () => {
  it('tells its options', async () => {
    let said = '';
    const stdout = { write: (text: string) => (said += text) };
    assert.equal(await runServe(['--help'], { stdout, stderr: stdout }), 0);
    for (const option of ['data', 'port', 'host', 'api-key', 'concurrency', 'engine', 'idle-exit', 'log-level']) {
      assert.ok(said.includes(`--${option} `), option);
    }
  });
});
