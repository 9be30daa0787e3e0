import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programModule } from '../../../scripts/assembly.mjs';

describe('The program that recognizes rows', () => {
  it('is what node scripts/assembly.mjs makes of assembly/rows.ts', async () => {
    const written = readFileSync(join(import.meta.dirname, '../../../src/dataset/rowProgramBytes.ts'), 'utf8');
    assert.equal(written, await programModule());
  });
});
