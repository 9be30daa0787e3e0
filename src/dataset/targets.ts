/** Where a dataset is to be trained. What differs between services is data here, each entry with its source. */
export type Target = 'openai' | 'azure' | 'local';

export interface TargetFacts {
  readonly name: Target;
  /** A byte-order mark at the start of the file is a risk. */
  readonly fearsByteOrderMark: boolean;
  /** Images that one example may have. */
  readonly maxImages: number;
  /** An output of a preference row may have several messages, of tools too, as long as one is of the assistant. */
  readonly takesLongOutputs: boolean;
  /** Reinforcement rows may have images. */
  readonly takesReinforcementImages: boolean;
  /** Reinforcement rows may end with the result of a tool. */
  readonly takesToolResultLast: boolean;
}

/** OpenAI's guides and schemas: what is checked where a service does not say otherwise. */
const common = {
  // OpenAI vision fine-tuning guide.
  maxImages: 10,
  // OpenAI's schema of preference rows: exactly one message.
  takesLongOutputs: false,
  // OpenAI's schema of reinforcement rows takes images in user messages, and any message last.
  takesReinforcementImages: true,
  takesToolResultLast: true,
};

export const targets: Readonly<Record<Target, TargetFacts>> = {
  // Third parties report "Line 1 is not a dictionary" for files with a byte-order mark; no official statement.
  openai: { ...common, name: 'openai', fearsByteOrderMark: true },
  azure: {
    name: 'azure',
    // The Azure OpenAI fine-tuning guide asks for UTF-8 with a byte-order mark.
    fearsByteOrderMark: false,
    // The same guide, on vision.
    maxImages: 64,
    // Azure OpenAI guide on direct preference optimization.
    takesLongOutputs: true,
    // Azure OpenAI guide on reinforcement fine-tuning: no images, and the last message is of the user.
    takesReinforcementImages: false,
    takesToolResultLast: false,
  },
  // Our own server drops the mark, and keeps to the rules that all services share.
  local: { ...common, name: 'local', fearsByteOrderMark: false },
};

/** Limits that a service tells about itself; they win over those that are known here. */
export interface ServiceLimits {
  /** Tokens that one example may have. */
  readonly tokensPerExample?: number;
}
