/** A process that uploads a file as the extension does, and tells what memory that took: `URL KEY PATH`. */
import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { systemClock } from '../../src/common/time.ts';
import { openaiApi } from '../../src/jobs/openaiApi.ts';
import { upload } from '../../src/jobs/upload.ts';

const [baseUrl = '', key = '', path = ''] = process.argv.slice(2);
const credentials = (): Promise<Record<string, string>> => Promise.resolve({ Authorization: `Bearer ${key}` });
const api = openaiApi({ connection: 'test', service: 'test', baseUrl, credentials });
const { size } = await stat(path);
const file = { name: 'large.jsonl', path, size, sha256: '', open: () => openAsBlob(path) };
// What the client takes by itself is not what the file takes.
await api.listModels();
const before = process.memoryUsage.rss();
let most = before;
const timer = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 50);
const signal = new AbortController().signal;
const told = { connection: 'test', onSent: () => Promise.resolve(), onProgress: () => undefined };
const parts = { api, clock: systemClock, random: Math.random, signal, ...told };
const sent = await upload(file, parts);
clearInterval(timer);
process.stdout.write(JSON.stringify({ bytes: sent.size, added: most - before }));
