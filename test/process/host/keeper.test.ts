import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { Keeper } from '../../host/keeper.ts';
import { askUntil } from '../../support/askUntil.ts';
import { serverProgram } from '../../support/programs.ts';

const keeper = JSON.stringify(join(import.meta.dirname, '..', '..', 'host', 'keeper.ts'));

/** A process that owns a folder and two more processes, which hold a connection to us as long as they live. */
async function start(port: number): Promise<{ readonly pid: number; readonly folder: string }> {
  const child = `require('node:net').connect(${port}, '127.0.0.1')`;
  const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}]); ${child}`;
  const program = `
    import { Keeper } from ${keeper};
    const keeper = new Keeper();
    keeper.spawn(process.execPath, ['-e', ${JSON.stringify(parent)}], {});
    console.log(await keeper.temporaryFolder());`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', program]);
  const [folder] = (await once(owner.stdout.setEncoding('utf8'), 'data')) as [string];
  return { pid: owner.pid ?? 0, folder: folder.trim() };
}

describe('A keeper', () => {
  it('ends processes, theirs too, and removes folders when its owner is killed', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const sockets: Socket[] = [];
    const both = new Promise<void>((resolve) => {
      server.on('connection', (socket) => sockets.push(socket) === 2 && resolve());
    });
    const { pid, folder } = await start((server.address() as AddressInfo).port);
    await both;
    const gone = Promise.all(
      sockets.map((socket) =>
        once(
          socket.on('error', () => {}),
          'close',
        ),
      ),
    );
    assert.equal(existsSync(folder), true);
    process.kill(pid, 'SIGKILL');
    await gone;
    server.close();
    await askUntil(
      () => existsSync(folder),
      (isThere) => !isThere,
    );
  });

  it('stops a local server that is still coming up', async () => {
    const keeper = new Keeper();
    const folder = await keeper.temporaryFolder();
    keeper.ownLocalServer(folder);
    const server = spawn(process.execPath, [serverProgram, '--data', folder, '--idle-exit', '600'], {
      stdio: 'ignore',
    });
    const ended = once(server, 'exit');
    await keeper.end();
    await ended;
    assert.equal(existsSync(folder), false);
  });
});
