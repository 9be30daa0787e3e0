/** Where a dataset is to be trained. What differs between services is data here, each entry with its source. */
export type Target = 'openai' | 'azure' | 'local';

interface TargetFacts {
  /** A byte-order mark at the start of the file is a risk. */
  readonly fearsByteOrderMark: boolean;
}

export const targets: Readonly<Record<Target, TargetFacts>> = {
  // Third parties report "Line 1 is not a dictionary" for such files; no official statement.
  openai: { fearsByteOrderMark: true },
  // The Azure OpenAI fine-tuning guide asks for UTF-8 with a byte-order mark.
  azure: { fearsByteOrderMark: false },
  // Our own server drops the mark.
  local: { fearsByteOrderMark: false },
};
