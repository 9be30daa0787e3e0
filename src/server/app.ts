import { hostname } from 'node:os';
import type { Event } from '../common/event.ts';
import { serverProtocol, type ServerInfo, type ServerStatus } from '../common/serverInfo.ts';
import { maxUploadBytes } from './files.ts';
import { isLoopbackHost } from './guard.ts';
import { createHttp } from './http.ts';
import { Presence } from './presence.ts';
import { apiRoutes } from './routes/api.ts';
import { serverRoutes } from './routes/server.ts';
import { openService, type ServiceOptions } from './service.ts';

export interface ServerOptions extends ServiceOptions {
  readonly key: string;
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly version: string;
  /** Default {@link maxUploadBytes}. */
  readonly maxUploadBytes?: number;
  /** Told the number of open requests whenever it changes. */
  readonly onActivity: (openRequests: number) => void;
  /** A client asks the server to leave; its answer is on the way. */
  readonly onStopRequest: () => void;
}

export interface RunningServer {
  readonly info: ServerInfo;
  /** `http://127.0.0.1:PORT/v1`. */
  readonly url: string;
  activeJobs(): number;
  /** Tells the id of a job whose status or progress changed. */
  readonly onDidChangeJob: Event<string>;
  /** Lets running jobs save their state, closes everything and removes `server.json`. */
  stop(): Promise<void>;
}

/** Starts a server on a data folder whose lock the caller holds. Rejects with EADDRINUSE where the port is taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { folder, clock, random, log } = options;
  const service = openService(options);
  const presence = new Presence(folder, clock, log);
  let info: ServerInfo | undefined;
  const http = createHttp({
    guard: { key: options.key, port: () => info?.port ?? 0, isLoopback: isLoopbackHost(options.host) },
    log,
    random,
    onActivity: options.onActivity,
  });
  const { storage, activeJobs } = service;
  const status = (): ServerStatus => ({ ...(info as ServerInfo), activeJobs: activeJobs() });
  serverRoutes(http, { status, stop: options.onStopRequest, storage });
  const largest = options.maxUploadBytes ?? maxUploadBytes;
  await http.register(async (v1) => apiRoutes(v1, service, largest), { prefix: '/v1' });

  const close = async (): Promise<void> => {
    await Promise.all([service.stop(), http.close()]);
    service.close();
  };
  try {
    await storage.start();
    await http.listen({ host: options.host, port: options.port });
    const port = (http.server.address() as { port: number }).port;
    const { version } = options;
    info = { pid: process.pid, startedAt: clock.now(), hostName: hostname(), port, version, protocol: serverProtocol };
    await presence.announce(info);
  } catch (error) {
    await close();
    throw error;
  }
  service.start();
  return {
    info,
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${info.port}/v1`,
    activeJobs,
    onDidChangeJob: service.jobs.onDidChange,
    async stop() {
      await close();
      await presence.end();
    },
  };
}
