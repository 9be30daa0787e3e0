// Makes src/dataset/rowProgramBytes.ts of src/dataset/assembly: node scripts/assembly.mjs
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const root = join(import.meta.dirname, '..');

/** Nothing is freed, so there is no collector; sixteen bytes are looked at together; 16 MiB of memory, which is only taken as it is used. */
const options = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert', '--use', 'abort='];
const memory = ['--initialMemory', '256', '--maximumMemory', '256'];

/** The module that holds the program of `assembly/rows.ts`. */
export async function programModule() {
  const program = 'rows.wasm';
  /** @type {Uint8Array | undefined} */
  let bytes;
  const writeFile = (/** @type {string} */ name, /** @type {Uint8Array} */ content) => {
    if (name === program) bytes = content;
  };
  const sources = ['src/dataset/assembly/rows.ts', '--baseDir', root];
  const stderr = asc.createMemoryStream();
  const { error } = await asc.main([...sources, ...options, ...memory, '--outFile', program], { writeFile, stderr });
  if (error || !bytes) throw new Error(stderr.toString(), { cause: error });
  const text = Buffer.from(bytes).toString('base64');
  return `/** The program of assembly/rows.ts, as scripts/assembly.mjs writes it. */\nexport const rowProgramBytes =\n  '${text}';\n`;
}

if (import.meta.main) writeFileSync(join(root, 'src/dataset/rowProgramBytes.ts'), await programModule());
