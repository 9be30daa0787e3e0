/** What few windows need of archives, as one bundle that is read when the first of it is wanted. */
export { archiveCommand } from './archiveCommand.ts';
export { verifyCommand } from './verifyCommand.ts';
