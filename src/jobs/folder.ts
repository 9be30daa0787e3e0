/** A folder of small texts that all windows of a person share. What must happen once is a file that is created exclusively. */
export interface TextFolder {
  /** Creates a file, whole or not at all; false where it is there already. */
  create(name: string, text: string): Promise<boolean>;
  /** Undefined where there is no such file. */
  read(name: string): Promise<string | undefined>;
  /** Nothing happens where there is no such file. */
  remove(name: string): Promise<void>;
  names(): Promise<readonly string[]>;
}

/** Texts that change, and are seen whole or not at all by whoever reads them. */
export interface SharedFolder extends TextFolder {
  /** Writes a file, be it there or not. */
  replace(name: string, text: string): Promise<void>;
}
