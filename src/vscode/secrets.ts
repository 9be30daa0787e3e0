import type * as vscode from 'vscode';

/** Whom a key is for. A key goes to the place that it was entered for: one whose address has changed asks again. */
export interface KeyPlace {
  /** Name of the connection. */
  readonly connection: string;
  /** `https://host:port` */
  readonly origin: string;
}

/** The keys of services, in VS Code's secret storage and nowhere else. */
export class Keys {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  get(place: KeyPlace): Thenable<string | undefined> {
    return this.#secrets.get(secretName(place));
  }

  set(place: KeyPlace, key: string): Thenable<void> {
    return this.#secrets.store(secretName(place), key);
  }

  remove(place: KeyPlace): Thenable<void> {
    return this.#secrets.delete(secretName(place));
  }
}

const secretName = ({ connection, origin }: KeyPlace): string => `finetune.key/${origin}/${connection.toLowerCase()}`;
