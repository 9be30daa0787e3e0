import type { Content } from './archiveIndex.ts';

/** The folder of an archive. Paths are relative to it, with slashes. Rejects with the system's error where the disk fails. */
export interface ArchiveFolder {
  /** Paths of all files. */
  list(): Promise<readonly string[]>;
  /** Bytes; undefined where there is no such file. */
  size(path: string): Promise<number | undefined>;
  /** Undefined where there is no such file. */
  read(path: string): Promise<string | undefined>;
  /** Writes a file or replaces it: a reader, and a machine whose power fails, sees the old content or the new one. */
  write(path: string, text: string): Promise<Content>;
  /** Reads a file through; undefined where there is none. */
  hash(path: string, signal: AbortSignal): Promise<Content | undefined>;
  /** Begins a file under a temporary name (`PATH.part`), or goes on with what an earlier one left there. */
  receive(path: string): Promise<Receiving>;
  /** Makes `to` a hard link to `from`, in place of what is there; false where the file system has none. */
  link(from: string, to: string): Promise<boolean>;
  /** Nothing happens where there is no such file. */
  remove(path: string): Promise<void>;
}

/** A file that comes piece by piece. Has its own name only when {@link keep} was called. */
export interface Receiving {
  /** Bytes that are here from an earlier time and surely on the disk. */
  readonly kept: number;
  /** Forgets them. */
  restart(): Promise<void>;
  /** Adds bytes to the end. */
  write(chunk: Uint8Array): Promise<void>;
  /** All has come: puts it on the disk for good, and says what it is. */
  seal(): Promise<Content>;
  /** Gives a sealed file its name. */
  keep(): Promise<void>;
  /** Lets go of the file; what has come stays under the temporary name. */
  close(): Promise<void>;
}
