// The practical limit of a validator in JavaScript: JSON.parse of every line, cut from 1 MiB reads of the bytes.
import { closeSync, openSync, readSync } from 'node:fs';

const chunkBytes = 1 << 20;
let buffer = Buffer.allocUnsafe(2 * chunkBytes);
let held = 0;
let rows = 0;
let broken = 0;

function parse(start, end) {
  rows++;
  try {
    JSON.parse(buffer.utf8Slice(start, end));
  } catch {
    broken++;
  }
}

const file = openSync(process.argv[2], 'r');
for (;;) {
  if (buffer.length - held < chunkBytes) buffer = Buffer.concat([buffer], 2 * buffer.length);
  const read = readSync(file, buffer, held, chunkBytes, null);
  if (read === 0) break;
  const length = held + read;
  let start = 0;
  for (let end = buffer.indexOf(10, held); end >= 0 && end < length; end = buffer.indexOf(10, start)) {
    parse(start, end);
    start = end + 1;
  }
  buffer.copyWithin(0, start, length);
  held = length - start;
}
closeSync(file);
if (held > 0) parse(0, held);
console.log(JSON.stringify({ rows, broken }));
