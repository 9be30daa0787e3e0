import { fileURLToPath } from 'node:url';

const bundle = (name: string): string => fileURLToPath(new URL(`../../out/programs/${name}`, import.meta.url));

/** The command line, as it is shipped: it starts in half the time of its sources. `buildPrograms.ts` makes the bundles. */
export const cliProgram = bundle('cli.js');
/** The local server. */
export const serverProgram = bundle('server.js');
/** The engine that trains for real. */
export const realEngine = bundle('engine.js');
/** What VS Code loads to activate the extension. */
export const extensionProgram = bundle('extension.js');
