import { createVSIX } from '@vscode/vsce';
import { join } from 'node:path';

/** Packages the extension in the folder of that name beside this file, which serves tests only; the path of its package. */
export async function packageExtension(name: string, folder: string): Promise<string> {
  const packagePath = join(folder, `${name}.vsix`);
  const unpublished = {
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
    allowStarActivation: true,
  };
  await createVSIX({ cwd: join(import.meta.dirname, name), packagePath, ...unpublished });
  return packagePath;
}
