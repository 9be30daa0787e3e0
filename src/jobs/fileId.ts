/** True for the id of a file at a service; what has a dot or a slash is a path. */
export function isFileId(text: string): boolean {
  return /^file-[^./\\]+$/.test(text);
}
