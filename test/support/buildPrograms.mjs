// For mocha's `require`: the programs that tests start are bundled once, before the first of them; not in dist, which the test
// of the npm package makes anew meanwhile.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export function mochaGlobalSetup() {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  execFileSync(process.execPath, ['esbuild.mjs', '--outdir', 'out/programs'], { cwd: root, stdio: 'inherit' });
}
