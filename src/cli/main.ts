import { isBuiltin } from 'node:module';
import { runCheck } from './check.ts';

const usage = `finetune: fine-tuning datasets and a local fine-tuning server

  finetune check FILE...   check training files; exit code 0 = no errors, 1 = errors, 2 = usage, 3 = cannot read
  finetune check-job FILE  check the request that creates a job; exit codes the same
  finetune launch FILE     launch the job of a job file, once; --wait for its end
  finetune archive         keep all jobs of a service, with their files, in a folder; check such a folder
  finetune serve           run the local fine-tuning server
  finetune COMMAND --help  options of a command
`;

/** Runs one command; resolves to the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  const io = { stdout: process.stdout, stderr: process.stderr };
  // Checking a file is to begin at once: it waits for nothing that other commands need.
  switch (command) {
    case 'check':
      endWithReader();
      return runCheck(rest, io);
    case 'check-job':
      return (await import('./checkJob.ts')).runCheckJob(rest, io);
    case 'serve':
      if (!isBuiltin('node:sqlite')) {
        io.stderr.write(`finetune serve needs Node 22.13 or newer; this is ${process.version}.\n`);
        return 1;
      }
      return (await import('./serve.ts')).runServe(rest, io);
    case 'launch':
      return (await import('./launchJob.ts')).runLaunch(rest, io);
    case 'archive':
      return (await import('./archiveService.ts')).runArchive(rest, io);
    case '--help':
    case '-h':
      io.stdout.write(usage);
      return 0;
    case undefined:
    default:
      io.stderr.write(usage);
      return 2;
  }
}

/** Ends the program when whoever reads its output, `head` for one, has read enough. */
function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  },
);
