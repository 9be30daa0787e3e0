import { homedir } from 'node:os';
import { join } from 'node:path';
import { processIo, programVersion } from '../server/processIo.ts';
import { runServerProgram } from '../server/program.ts';
import { serverExitCodes } from '../common/serverInfo.ts';

interface Output {
  write(text: string): unknown;
}

const usage = `finetune serve: run the local fine-tuning server

  --data DIR         folder for its data; default ${defaultDataFolder(process.env)}
  --port N           default 0: any free port
  --host HOST        default 127.0.0.1; another address needs a key of yours
  --api-key KEY      or the variable FINETUNE_API_KEY; without one the server makes a key and says which file has it
  --concurrency N    jobs that train at the same time, default 1
  --engine FILE      further engines: [{"name", "command", "models", "methods"}]; docs/engines.md tells how to write one
  --idle-exit N      end after N seconds without requests and active jobs
  --log-level L      debug, info, warn or error; default info

Ctrl+C lets a running job save its state; it goes on when the server is started again.
`;

/**
 * Runs the server of the extension in the foreground until a signal ends it. Resolves to its exit code
 * (common/serverInfo.ts).
 */
export async function runServe(
  args: readonly string[],
  io: { readonly stdout: Output; readonly stderr: Output },
): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(usage);
    return serverExitCodes.ok;
  }
  return runServerProgram(args, {
    ...processIo({ version: programVersion, data: defaultDataFolder(process.env) }),
    out: (line) => io.stdout.write(`${line}\n`),
    error: (line) => io.stderr.write(`${line}\n`),
    onKeyFile: (path) => io.stdout.write(`key file: ${path}\n`),
  });
}

/** Where programs of this system keep the data of a user. */
function defaultDataFolder(environment: NodeJS.ProcessEnv): string {
  const name = 'finetune-workbench';
  const home = homedir();
  if (process.platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), name);
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', name);
  return join(environment['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), name);
}
