import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { Emitter } from '../../common/event.ts';
import type { Clock } from '../../common/time.ts';
import type { Format } from '../../dataset/formats.ts';
import { encodingOf, type Encoding } from '../../dataset/tokens/encoding.ts';
import type { Reporter } from '../report.ts';
import { checkedNow } from './checked.ts';
import type { DatasetDiagnostics } from './diagnostics.ts';
import { DocumentTokens } from './documentTokens.ts';
import type { EditorDatasetOptions } from './options.ts';

/** Tokens of the example in `line` (0-based): 0 where there is none, undefined as long as they are not counted. */
export type TokensOf = (document: vscode.TextDocument, line: number) => number | undefined;

/** Counts the tokens of rows somewhere else. Rejects with the signal's reason when it is aborted. */
export type CountRows = (
  rows: readonly string[],
  how: { readonly format: Format; readonly encoding: Encoding },
  signal: AbortSignal,
) => Promise<readonly number[]>;

export interface TokenCountPorts {
  readonly diagnostics: DatasetDiagnostics;
  readonly options: EditorDatasetOptions;
  readonly count: CountRows;
  readonly clock: Clock;
  readonly reporter: Reporter;
}

type How = Parameters<CountRows>[1];

/** Tokens of the examples of all open datasets. */
export class TokenCounts implements Disposable {
  readonly #ports: TokenCountPorts;
  readonly #documents = new Map<vscode.TextDocument, { readonly how: How; readonly tokens: DocumentTokens }>();
  readonly #changes = new Emitter<vscode.TextDocument>();
  readonly #owned = new DisposableStore();
  /** More is known of a document: of rows that were asked for, or of all; or it is no dataset any more. */
  readonly onDidChange = this.#changes.event;

  constructor(ports: TokenCountPorts) {
    this.#ports = ports;
    this.#owned.add(ports.diagnostics.onDidChange((document) => this.#recount(document)));
    this.#owned.add(vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)));
  }

  readonly of: TokensOf = (document, line) => this.#documents.get(document)?.tokens.of(line);

  /** Tokens of all examples; undefined until all are counted. */
  total(document: vscode.TextDocument): number | undefined {
    return this.#documents.get(document)?.tokens.total;
  }

  #recount(document: vscode.TextDocument): void {
    const format = checkedNow(this.#ports.diagnostics, document)?.session.summary.format;
    const encoding = encodingOf(this.#ports.options.of(document.uri).model);
    const known = this.#documents.get(document);
    if (known && known.how.format === format && known.how.encoding === encoding) known.tokens.recount();
    else {
      this.#forget(document);
      if (format) this.#start(document, { format, encoding });
      this.#changes.fire(document);
    }
  }

  #start(document: vscode.TextDocument, how: How): void {
    const { count, clock, reporter } = this.#ports;
    const tokens = new DocumentTokens(document, {
      count: (rows, signal) => count(rows, how, signal),
      clock,
      run: (work) => reporter.runQuietly('Counting tokens', work),
      changed: () => {
        this.#tell(document, tokens);
        this.#changes.fire(document);
      },
    });
    this.#documents.set(document, { how, tokens });
  }

  /** Tells the session of rows that may have too many tokens, so that they are marked. */
  #tell(document: vscode.TextDocument, tokens: DocumentTokens): void {
    const { diagnostics } = this.#ports;
    const session = diagnostics.stateOf(document)?.checker.session;
    if (!session) return;
    let isTold = false;
    for (const text of session.uncounted) {
      const count = tokens.ofText(text);
      if (count === undefined) continue;
      session.tellTokens(text, count);
      isTold = true;
    }
    if (isTold) diagnostics.refresh(document);
  }

  #forget(document: vscode.TextDocument): void {
    this.#documents.get(document)?.tokens.dispose();
    this.#documents.delete(document);
  }

  dispose(): void {
    Array.from(this.#documents.keys()).forEach((document) => this.#forget(document));
    this.#owned.dispose();
    this.#changes.dispose();
  }
}
