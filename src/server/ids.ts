import { randomBytes } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Gives `length` random letters and digits; handed in so that tests can foresee ids. */
export type RandomText = (length: number) => string;

/** Letters and digits from the machine's cryptographic source, each equally likely. */
export const secureRandomText: RandomText = (length) => {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      // 248 = 4 x 62: the remainder would make the first letters likelier.
      if (byte < 248 && text.length < length) text += alphabet.charAt(byte % 62);
    }
  }
  return text;
};

export type IdKind =
  | 'file-'
  | 'upload_'
  | 'part_'
  | 'ftjob-'
  | 'ftevent-'
  | 'ftckpt_'
  | 'chatcmpl-'
  | 'cmpl-'
  | 'batch_'
  | 'batch_req_'
  | 'req_';

/** A new id such as `file-` and 24 letters and digits. */
export function newId(kind: IdKind, random: RandomText): string {
  return kind + random(24);
}
