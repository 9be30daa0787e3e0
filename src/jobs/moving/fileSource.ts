import type { MovingFile } from './movingJob.ts';

/** Where the content that a job was trained on can be had. `changed` = only a copy that is no longer what it was. */
export type FileSource =
  | { readonly type: 'copy'; readonly path: string }
  | { readonly type: 'service'; readonly id: string }
  | { readonly type: 'changed'; readonly path: string }
  | { readonly type: 'none' };

/**
 * The copy on this machine, if it is still what was trained on; else the file at the old service. `sha256Of` gives the hash
 * of a file, and undefined for one that cannot be read; `isServiceThere`: the old service can be asked.
 */
export async function fileSource(
  { path, sha256, id }: MovingFile,
  isServiceThere: boolean,
  sha256Of: (path: string) => Promise<string | undefined>,
): Promise<FileSource> {
  const now = path === undefined ? undefined : await sha256Of(path);
  if (path !== undefined && now !== undefined && (sha256 === undefined || sha256 === now))
    return { type: 'copy', path };
  if (id !== undefined && isServiceThere) return { type: 'service', id };
  return path !== undefined && now !== undefined ? { type: 'changed', path } : { type: 'none' };
}
