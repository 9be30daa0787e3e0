import { format } from 'node:util';
import { testLineMark } from '../host/testConsole.ts';

const original = globalThis.console;
const value = (...args: unknown[]) => original.log(testLineMark + format(...args));
const methods = ['log', 'info', 'warn', 'error', 'debug'].map((name) => [name, { value }] as const);

/**
 * What `console` means in the bundled tests: marks what they write, so that the host can tell it from the workbench's log.
 * VS Code's own console object swallows an assignment, hence the properties are defined on an object above it.
 */
export const markedConsole = Object.create(original, Object.fromEntries(methods)) as Console;
export { markedConsole as console };
