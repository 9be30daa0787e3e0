import { build, type Plugin } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

/** Builds the programs of the local server into a folder, as the extension brings them, speaking this protocol. */
export async function buildServerPrograms(folder: string, protocol: number): Promise<string> {
  const otherProtocol: Plugin = {
    name: 'other protocol',
    setup(bundler) {
      bundler.onLoad({ filter: /serverInfo\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        return { contents: text.replace(/(serverProtocol = )\d+/, `$1${protocol}`), loader: 'ts' };
      });
    },
  };
  await build({
    entryPoints: { server: source('server/main.ts'), engine: source('engines/baseline/main.ts') },
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    mainFields: ['module', 'main'],
    plugins: [otherProtocol],
    logLevel: 'warning',
  });
  await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  return folder;
}
