import { processIo, programVersion } from './processIo.ts';
import { runServerProgram } from './program.ts';

/** Everything is saved when the program has ended; what still keeps the process gets this long, in milliseconds. */
const lingerTime = 500;

async function main(): Promise<void> {
  process.exitCode = await runServerProgram(process.argv.slice(2), processIo({ version: programVersion }));
  setTimeout(() => process.exit(), lingerTime).unref();
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  throw error;
});
