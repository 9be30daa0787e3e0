import { Emitter, type Event } from '../../common/event.ts';
import type { UploadedFile } from '../../jobs/api.ts';
import type { Connections } from '../../jobs/connections.ts';
import type { Reporter } from '../report.ts';
import { bytesText } from './words.ts';

/** Names and sizes of files at services: asked for once, when somebody looks at them. */
export class FileTexts {
  readonly #connections: Connections;
  readonly #reporter: Reporter;
  readonly #known = new Map<string, UploadedFile | undefined>();
  readonly #changes = new Emitter<string>();
  /** Tells the id of a file of which more is known now. */
  readonly onDidChange: Event<string> = this.#changes.event;

  constructor(connections: Connections, reporter: Reporter) {
    this.#connections = connections;
    this.#reporter = reporter;
  }

  /** `train.jsonl, 1.2 MB`; '' as long as it is not known. */
  text(connection: string, file: string): string {
    const facts = this.#known.get(`${connection}/${file}`);
    return facts ? [facts.filename, bytesText(facts.size)].filter(Boolean).join(', ') : '';
  }

  /** Asks the service, unless it was asked before. A file that it does not know stays without a name. */
  ask(connection: string, file: string): void {
    const key = `${connection}/${file}`;
    if (this.#known.has(key)) return;
    this.#known.set(key, undefined);
    this.#reporter.runQuietly('Asking for a file', async () => {
      const api = await this.#connections.get(connection).open('background');
      this.#known.set(key, await api.retrieveFile(file));
      this.#changes.fire(file);
    });
  }
}
