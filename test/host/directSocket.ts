/**
 * To be run in the page of a window: what comes in at its sockets is handed over as bytes. VS Code takes each message of its
 * server as a blob and reads that, which is a dozen messages between Chromium's processes.
 */
export function directSocket(): void {
  const { WebSocket: Socket, FileReader: Reader } = globalThis;
  globalThis.WebSocket = class extends Socket {
    constructor(...given: ConstructorParameters<typeof Socket>) {
      super(...given);
      this.binaryType = 'arraybuffer';
    }
  };
  globalThis.FileReader = class extends Reader {
    #bytes: ArrayBuffer | undefined;

    override get result() {
      return this.#bytes ?? super.result;
    }

    override readAsArrayBuffer(source: Blob | ArrayBuffer): void {
      this.#bytes = source instanceof ArrayBuffer ? source : undefined;
      if (source instanceof Blob) return super.readAsArrayBuffer(source);
      queueMicrotask(() => this.dispatchEvent(new ProgressEvent('load')));
    }
  };
}
