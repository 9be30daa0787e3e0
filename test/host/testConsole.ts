import { format } from 'node:util';

/**
 * Starts each line that tests write to their console. The workbench reports its own log the same way as theirs, and only
 * this tells them apart. Invisible where another VS Code prints it.
 */
export const testLineMark = '\u2063';

/** What every hosted VS Code complains about: the network, and native parts that are left out when it is installed. */
const noise = [
  /Service Worker/,
  /Could not locate the bindings file/,
  /Cannot find module '.*build\/Release\//,
  /open-vsx\.org/,
  /vscode-sqlite3/,
  /authentication provider/,
  /: Canceled$/m,
  // Mocha has told the story of its failures already.
  /\d+ integration tests failed/,
];

/** Prints what tests write, and the workbench's own errors; the rest of its log only with FINETUNE_VERBOSE. */
export function printConsole(type: string, args: readonly unknown[]): void {
  const [first, ...rest] = args;
  const isTests = typeof first === 'string' && first.startsWith(testLineMark);
  const text = isTests ? format(first.slice(testLineMark.length), ...rest) : `[${type}] ${format(...args)}`;
  const isTrouble = type === 'error' && !noise.some((pattern) => pattern.test(text));
  if (isTests || isTrouble || process.env['FINETUNE_VERBOSE']) console.log(text);
}
