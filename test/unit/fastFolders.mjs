// Has the temporary files of the unit tests in memory where the system has a folder for that and room in it: none of them
// is about the disk, and waiting for it takes as long as much of the rest.
import { accessSync, constants, statfsSync } from 'node:fs';

const inMemory = '/dev/shm';
/** Bytes; the tests need less than a tenth of it at a time. */
const room = 50e6;

if (process.env['TMPDIR'] === undefined && hasRoom()) process.env['TMPDIR'] = inMemory;

function hasRoom() {
  try {
    accessSync(inMemory, constants.W_OK);
    const { bavail, bsize } = statfsSync(inMemory);
    return bavail * bsize > room;
  } catch {
    // The system has no such folder, and its usual one does.
    return false;
  }
}
