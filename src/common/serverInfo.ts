/**
 * Who runs the local server of a data folder, and where. The server writes it to `server.json` in that folder when it is
 * ready and removes it when it stops; it may be left over from a killed server, so it proves nothing by itself: only an
 * answer to an authenticated `GET /server` does.
 */
export interface ServerInfo {
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Name of the machine, for data folders on a network file system. */
  readonly hostName: string;
  readonly port: number;
  /** Version of the extension or package that the program came from. */
  readonly version: string;
  /** Raised when a client of the older number can no longer talk to the server. */
  readonly protocol: number;
}

/** What `GET /server` answers: the same facts, and what the server is doing. */
export interface ServerStatus extends ServerInfo {
  /** Jobs and batches that have work left without anybody asking. Paused jobs do not count. */
  readonly activeJobs: number;
}

/** What `GET /server/storage` answers: bytes that the parts of the data folder take on the disk. */
export interface StorageSizes {
  /** Uploaded and made files. */
  readonly filesBytes: number;
  /** Models, checkpoints, and what running jobs keep beside them. */
  readonly modelsBytes: number;
  readonly databaseBytes: number;
  /** Log and the like. */
  readonly otherBytes: number;
  readonly totalBytes: number;
  /** Part of the total that nothing needs any more. */
  readonly removableBytes: number;
}

/** What `POST /server/storage/clean` answers when it has removed what nothing needs. */
export interface StorageCleaned {
  readonly freedBytes: number;
}

export const serverProtocol = 1;

/** Names of the files in the data folder that client and server share. */
export const serverFiles = {
  /** JSON of {@link ServerInfo}. */
  info: 'server.json',
  /** The bearer key of this data folder: one line, readable by the owner only. */
  key: 'key',
  log: 'server.log',
} as const;

/** Exit codes of the server program. */
export const serverExitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  /** Another server holds the data folder; wait for its `server.json` and adopt it. */
  dataFolderInUse: 3,
  portTaken: 4,
} as const;

/** Reads the text of `server.json`; undefined where it is not (yet) whole. */
export function parseServerInfo(text: string): ServerInfo | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const info = value as Partial<Record<keyof ServerInfo, unknown>>;
  const numbers = [info.pid, info.startedAt, info.port, info.protocol].every((part) => typeof part === 'number');
  const texts = [info.hostName, info.version].every((part) => typeof part === 'string');
  return numbers && texts ? (value as ServerInfo) : undefined;
}
