/** What few windows need of the jobs view, as one bundle that is read when the first of it is wanted. */
export { copyAsCode } from './copyCode.ts';
export { chooseFile, deleteFile, deleteModel } from './fileCommands.ts';
export { askFilter } from './filterPicker.ts';
export { tryJobModel } from './tryModel.ts';
