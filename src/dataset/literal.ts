const utf8 = new TextEncoder();

/** Text that is looked for at a place in bytes of UTF-8. */
export class Literal {
  readonly text: string;
  /** In bytes. */
  readonly length: number;
  readonly #view: DataView;

  constructor(text: string) {
    this.text = text;
    const bytes = utf8.encode(text);
    this.length = bytes.length;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** True where it stands in `bytes` at `at`. */
  isAt(bytes: DataView, at: number): boolean {
    const { length } = this;
    if (at + length > bytes.byteLength) return false;
    const own = this.#view;
    let index = 0;
    // Four bytes at a time, wherever they lie.
    for (; index + 4 <= length; index += 4) if (own.getInt32(index) !== bytes.getInt32(at + index)) return false;
    for (; index < length; index++) if (own.getUint8(index) !== bytes.getUint8(at + index)) return false;
    return true;
  }
}
