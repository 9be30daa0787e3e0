// Loaded into the server with --import: writes on exit for how long its event loop kept work waiting, and how much of that was
// its own work. On a busy machine the first says as much of the others; the second is the processor time of its thread between
// two looks. Milliseconds; the start of the program is left out.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const startTime = 1000;
const resolution = 2;
const delay = monitorEventLoopDelay({ resolution });
const work = [];

function cpu() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

setTimeout(() => {
  delay.enable();
  let last = cpu();
  const look = setInterval(() => {
    const now = cpu();
    work.push(now - last);
    last = now;
  }, resolution);
  look.unref();
}, startTime).unref();

process.on('exit', () => {
  work.sort((a, b) => a - b);
  const waited = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolution);
  const figures = {
    'event loop late: p99': waited(delay.percentile(99)),
    'event loop late: longest': waited(delay.max),
    'own work in one go: p99': work[Math.floor(work.length * 0.99)] ?? 0,
    'own work in one go: longest': work.at(-1) ?? 0,
  };
  writeFileSync(process.env['LOOP_DELAY_FILE'], JSON.stringify(figures));
});
