// Bundles the programs that tests start. For mocha's `require` it does so once, before the first test.
import { execFileSync } from 'node:child_process';
import { root } from '../host/paths.ts';

/** Not into dist, which the test of the npm package makes anew meanwhile. */
export function buildPrograms(): void {
  execFileSync(process.execPath, ['esbuild.mjs', '--outdir', 'out/programs'], { cwd: root, stdio: 'inherit' });
}

export const mochaGlobalSetup = buildPrograms;
