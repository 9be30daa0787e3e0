import type { Connections } from '../../jobs/connections.ts';

/** The connections that cannot be asked before a person gave a key or signed in, as they were when last looked at. */
export class KeylessConnections {
  readonly #connections: Connections;
  #names: ReadonlySet<string> = new Set();

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Looks again; true where that has changed something. No service is asked. */
  async look(): Promise<boolean> {
    const names = new Set<string>();
    for (const connection of this.#connections.list()) {
      if (connection.kind !== 'local' && !(await connection.wasUsed())) names.add(connection.name);
    }
    const isNews = Array.from(names).join() !== Array.from(this.#names).join();
    this.#names = names;
    return isNews;
  }
}
