import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { UserError } from '../common/errors.ts';
import { migrations } from './migrations.ts';

/** What a column may hold. */
export type SqlValue = SQLInputValue;

/** The server's database: prepared statements kept by their text, and transactions that roll back on a throw. */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #isInTransaction = false;

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  /** Runs a statement that returns no rows; gives the number of rows changed. */
  run(sql: string, ...values: readonly SqlValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }

  get<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: readonly SqlValue[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  /** All of `work` or nothing of it; it is on the disk when this returns. Inside another transaction it is part of that. */
  transaction<T>(work: () => T): T {
    if (this.#isInTransaction) return work();
    return this.#transact(work);
  }

  /**
   * A transaction that does not wait for the disk: it survives the death of this process, but a power failure may undo it.
   * Waiting takes up to a tenth of a second, in which no request is answered.
   */
  quickTransaction<T>(work: () => T): T {
    if (this.#isInTransaction) return work();
    this.#connection.exec('PRAGMA synchronous = NORMAL');
    try {
      return this.#transact(work);
    } finally {
      this.#connection.exec('PRAGMA synchronous = FULL');
    }
  }

  #transact<T>(work: () => T): T {
    this.#connection.exec('BEGIN IMMEDIATE');
    this.#isInTransaction = true;
    try {
      const result = work();
      this.#connection.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk rolls back by itself.
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      throw error;
    } finally {
      this.#isInTransaction = false;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** How changes reach the database file: a write-ahead log, which needs shared memory, or a rollback journal and a lock. */
export type Journal = 'wal' | 'rollback';

/**
 * Opens the database file and brings its tables to the newest version.
 * Throws a UserError when a newer program has written it, or when it is none; nothing is changed then.
 */
export function openDatabase(path: string, journal: Journal = 'wal'): Database {
  const connection = new DatabaseSync(path);
  try {
    // Comes first: a database that was in WAL mode is then read without shared memory.
    if (journal === 'rollback') connection.exec('PRAGMA locking_mode = EXCLUSIVE');
    refuseNewer(connection);
    // FULL: what a client was told is on the disk even if the power fails.
    const mode = journal === 'rollback' ? 'DELETE' : 'WAL';
    connection.exec(`PRAGMA journal_mode = ${mode}; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON`);
    migrate(connection);
  } catch (error) {
    connection.close();
    const isBroken = brokenCodes.includes((error as { errcode?: number }).errcode ?? 0);
    throw isBroken ? broken(path, error) : error;
  }
  return new Database(connection);
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const brokenCodes = [11, 26];

function broken(path: string, cause: unknown): UserError {
  const advice = 'Move it away to start with an empty one, or use another data folder.';
  return new UserError('server.brokenDatabase', `The server’s database ${path} is damaged.`, advice, { cause });
}

function refuseNewer(connection: DatabaseSync): void {
  if (versionOf(connection) <= migrations.length) return;
  throw new UserError(
    'server.newerData',
    'The data folder was written by a newer version of the server.',
    'Use that version, or another data folder.',
  );
}

/** All steps in one transaction: waiting for the disk is what takes time. */
function migrate(connection: DatabaseSync): void {
  const steps = migrations.slice(versionOf(connection));
  if (steps.length === 0) return;
  connection.exec(`BEGIN IMMEDIATE; ${steps.join(';')}; PRAGMA user_version = ${migrations.length}; COMMIT`);
}

function versionOf(connection: DatabaseSync): number {
  return (connection.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}
