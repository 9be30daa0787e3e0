import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programModule } from '../../../scripts/wasm.mjs';

describe('The program that reads texts', () => {
  it('is what node scripts/wasm.mjs makes of textScan.wat', async () => {
    const written = readFileSync(join(import.meta.dirname, '../../../src/dataset/textScanProgram.ts'), 'utf8');
    assert.equal(written, await programModule());
  });
});
