import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where this person's launches are remembered from one run to the next: the folder that the system has for such things
 * (XDG base directories 0.8; Apple's and Microsoft's guides on application data).
 */
export function stateFolder(environment: NodeJS.ProcessEnv, platform = process.platform): string {
  const home = homedir();
  const { XDG_STATE_HOME, LOCALAPPDATA } = environment;
  const base: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(home, 'Library', 'Application Support'),
    win32: LOCALAPPDATA || join(home, 'AppData', 'Local'),
  };
  return join(base[platform] ?? (XDG_STATE_HOME || join(home, '.local', 'state')), 'finetune', 'launches');
}
