// Parses every line and counts the tokens of its messages with gpt-tokenizer.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

const text = { disallowedSpecial: new Set() };
let tokens = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2]), crlfDelay: Infinity })) {
  const { messages } = JSON.parse(line);
  for (const { content } of messages) if (typeof content === 'string') tokens += countTokens(content, text);
}
console.log(JSON.stringify({ tokens }));
