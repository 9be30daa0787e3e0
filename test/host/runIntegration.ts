// Runs the integration tests inside one VS Code: `node test/host/runIntegration.ts`, FINETUNE_VSCODE says which one.
import { runTests } from '@vscode/test-electron';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleIntegration } from './bundleIntegration.ts';
import { chooseVSCode, runCli } from './choose.ts';
import { Keeper } from './keeper.ts';
import { localServerFolder } from './localServer.ts';
import { packageExtension } from './packageExtension.ts';
import { root, sampleFolder } from './paths.ts';
import { writeSettings } from './profile.ts';

const keeper = new Keeper();
try {
  const folder = await keeper.temporaryFolder();
  const userDataDir = join(folder, 'user');
  const workspace = join(folder, 'sample');
  keeper.ownLocalServer(localServerFolder(userDataDir));
  // By default Git is asked of the folder of each file that is opened.
  await writeSettings(userDataDir, undefined, { 'git.autoRepositoryDetection': 'subFolders' });
  await cp(sampleFolder, workspace, { recursive: true });
  const { executable, name, cli } = await chooseVSCode();
  console.log(`Integration tests in ${name}.`);
  const folders = [`--user-data-dir=${userDataDir}`, `--extensions-dir=${join(folder, 'extensions')}`];
  const watcher = await packageExtension('watcher', folder);
  const [extensionTestsPath] = await Promise.all([
    bundleIntegration(),
    runCli(cli, [`--install-extension=${watcher}`, '--force', ...folders]),
  ]);
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: root,
    extensionTestsPath,
    launchArgs: [workspace, ...folders],
  });
} catch (error) {
  // Failed tests have told their story already.
  if (!(error instanceof Error) || !error.message.startsWith('Test run ')) console.error(error);
  process.exitCode = 1;
} finally {
  await keeper.end();
}
