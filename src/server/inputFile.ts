import { badRequest } from './errors.ts';
import type { FileRow, FileStore } from './files.ts';

/** The file that `param` of a request names. Throws a 400 where it is not there or was uploaded for something else. */
export function requireInputFile(files: FileStore, id: string, param: string, purpose: string): FileRow {
  const file = files.get(id);
  if (!file) throw badRequest(`File '${id}' does not exist.`, param, 'invalid_file');
  if (file.purpose === purpose) return file;
  const message = `File '${id}' has the purpose '${file.purpose}'; files with the purpose '${purpose}' are needed here.`;
  throw badRequest(message, param, 'invalid_file_purpose');
}
