import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { silentLogger } from '../../../src/common/logger.ts';
import type { ServerInfo } from '../../../src/common/serverInfo.ts';
import { openDataFolder, type DataFolder } from '../../../src/server/dataFolder.ts';
import { isNetworkFileSystem } from '../../../src/server/fileSystem.ts';
import { findOtherMachine, Presence } from '../../../src/server/presence.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { ServerFixture } from '../../support/serverHarness.ts';

describe('isNetworkFileSystem', () => {
  const cases: readonly (readonly [string, NodeJS.Platform, number, string, boolean])[] = [
    ['ext4', 'linux', 0xef53, '/home/a', false],
    ['btrfs', 'linux', 0x9123683e, '/home/a', false],
    ['xfs', 'linux', 0x58465342, '/home/a', false],
    ['tmpfs', 'linux', 0x01021994, '/home/a', false],
    ['overlay', 'linux', 0x794c7630, '/home/a', false],
    ['NFS', 'linux', 0x6969, '/home/a', true],
    ['Lustre', 'linux', 0x0bd00bd0, '/home/a', true],
    ['CIFS', 'linux', 0xff534d42, '/home/a', true],
    ['CIFS, told as a negative number', 'linux', 0xff534d42 | 0, '/home/a', true],
    ['sshfs', 'linux', 0x65735546, '/home/a', true],
    ['a number of Linux elsewhere', 'darwin', 0x6969, '/Users/a', false],
    ['a share of Windows', 'win32', 0, '\\\\server\\share\\a', true],
    ['a disk of Windows', 'win32', 0, 'C:\\Users\\a', false],
  ];
  for (const [name, platform, type, path, expected] of cases) {
    it(`says ${expected} of ${name}`, () => assert.equal(isNetworkFileSystem({ platform, type, path }), expected));
  }
});

describe('A server on a network file system', () => {
  const fixture = new ServerFixture();
  let folder: DataFolder;
  beforeEach(async () => {
    folder = { ...(await openDataFolder(await fixture.folder())), isOnNetwork: true };
  });
  afterEach(() => fixture.dispose());

  const info: ServerInfo = { pid: 1, startedAt: 1, hostName: 'node17', port: 2, version: '1', protocol: 1 };

  it('gives signs of life as long as it runs', async () => {
    const clock = new FakeClock();
    const presence = new Presence(folder, clock, silentLogger);
    await presence.announce(info);
    await rm(folder.info);
    clock.advance(20_000);
    while (!existsSync(folder.info)) await stat(folder.root);
    await presence.end();
    clock.advance(100_000);
    assert.equal(existsSync(folder.info), false);
  });

  it('is known on another machine by its sign of life, and counts as gone without one for two minutes', async () => {
    await new Presence(folder, new FakeClock(), silentLogger).announce(info);
    assert.deepEqual(await findOtherMachine(folder, 'node18'), info);
    assert.equal(await findOtherMachine(folder, 'node17'), undefined, 'on the same machine the lock tells');
    const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1000);
    await utimes(folder.info, ago(100), ago(100));
    assert.deepEqual(await findOtherMachine(folder, 'node18'), info);
    await utimes(folder.info, ago(121), ago(121));
    assert.equal(await findOtherMachine(folder, 'node18'), undefined);
    assert.equal(
      (await readdir(folder.root)).some((name) => name.startsWith('now')),
      false,
    );
  });

  it('trusts the lock alone where the file system is local', async () => {
    await new Presence(folder, new FakeClock(), silentLogger).announce(info);
    assert.equal(await findOtherMachine({ ...folder, isOnNetwork: false }, 'node18'), undefined);
  });
});
