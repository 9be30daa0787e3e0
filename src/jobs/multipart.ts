import { streamOf } from '../common/streamOf.ts';

/** A file as a part of a form. */
export interface FilePart {
  /** Of the field. */
  readonly field: string;
  readonly file: File;
}

/**
 * A form with a file (RFC 7578) as one body whose length is known and whose file is read while it is sent. The form that
 * `fetch` makes itself ends the process where a service answers before all is sent: it goes on with a stream that is closed
 * ("ReadableStream is already closed", Node 24, 2026-11). `boundary` must stand nowhere in the file.
 */
export class MultipartBody extends Blob {
  readonly #head: Blob;
  readonly #file: File;
  readonly #tail: Blob;

  constructor(fields: Readonly<Record<string, string>>, { field, file }: FilePart, boundary: string) {
    const texts = Object.entries(fields).map(([name, value]) => `${partHead(boundary, name)}\r\n\r\n${value}\r\n`);
    const fileHead = `${partHead(boundary, field)}; filename="${escaped(file.name)}"\r\nContent-Type: ${file.type}\r\n\r\n`;
    const head = new Blob([...texts, fileHead]);
    const tail = new Blob([`\r\n--${boundary}--\r\n`]);
    super([head, file, tail], { type: `multipart/form-data; boundary=${boundary}` });
    this.#head = head;
    this.#file = file;
    this.#tail = tail;
  }

  /** Asks the file itself for its content, so that it can tell what has been read. */
  override stream(): ReturnType<Blob['stream']> {
    return streamOf(this.#chunks());
  }

  async *#chunks(): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
    for (const part of [this.#head, this.#file, this.#tail]) yield* part.stream();
    return undefined;
  }
}

const partHead = (boundary: string, name: string): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"`;

/** As browsers write names (HTML standard, "multipart/form-data encoding"). */
const escaped = (name: string): string => name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
