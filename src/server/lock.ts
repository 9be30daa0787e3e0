import { DatabaseSync } from 'node:sqlite';
import { toDisposable, type Disposable } from '../common/disposable.ts';

/** SQLITE_BUSY: somebody else holds the lock. */
const busy = 5;

/**
 * Takes the exclusive lock of a data folder, or gives undefined where another process has it. The operating system lets
 * go of it when the process dies, however it dies: it is SQLite's lock on an empty database of its own, held open.
 */
export function takeLock(path: string): Disposable | undefined {
  const connection = new DatabaseSync(path);
  try {
    connection.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if ((error as { errcode?: number }).errcode === busy) return undefined;
    throw error;
  }
  return toDisposable(() => connection.close());
}
