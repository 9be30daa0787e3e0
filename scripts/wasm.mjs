// Makes src/dataset/textScanProgram.ts of src/dataset/textScan.wat: node scripts/wasm.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import wabt from 'wabt';

const dataset = join(import.meta.dirname, '../src/dataset');

/** The module that holds the program of `textScan.wat`. */
export async function programModule() {
  const toolkit = await wabt();
  const parsed = toolkit.parseWat('textScan.wat', readFileSync(join(dataset, 'textScan.wat'), 'utf8'), { simd: true });
  const { buffer } = parsed.toBinary({});
  parsed.destroy();
  const hex = Buffer.from(buffer).toString('hex');
  return `/** The program of textScan.wat, as scripts/wasm.mjs writes it. */\nexport const textScanProgram =\n  '${hex}';\n`;
}

if (import.meta.main) writeFileSync(join(dataset, 'textScanProgram.ts'), await programModule());
