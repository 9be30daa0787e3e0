import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { parseCodeArguments } from '../../host/arguments.ts';

describe("A VS Code executable's arguments", () => {
  it('are understood as runTests passes them, unknown ones passed over', () => {
    const args = parseCodeArguments([
      '/work folder',
      '--user-data-dir=/u',
      '--extensions-dir=/e',
      '--builtin-extensions-dir=/own',
      '--no-sandbox',
      '--disable-updates',
      '--extensionTestsPath=/out/index.js',
      '--extensionDevelopmentPath=/a',
      '--extensionDevelopmentPath=/b=c',
      '--remote-debugging-port=9222',
    ]);
    assert.deepEqual(args, {
      folder: '/work folder',
      extensionDevelopmentPaths: ['/a', '/b=c'],
      extensionTestsPath: '/out/index.js',
      userDataDir: '/u',
      extensionsDir: '/e',
      builtinExtensionsDir: '/own',
      installExtensions: [],
      remoteDebuggingPort: 9222,
      version: false,
    });
  });

  it('may have their value in the next word, and relative paths', () => {
    const { installExtensions, userDataDir, folder } = parseCodeArguments([
      '--install-extension',
      'x.vsix',
      '--force',
      '--user-data-dir',
      'u',
    ]);
    assert.deepEqual([installExtensions, userDataDir, folder], [[resolve('x.vsix')], resolve('u'), undefined]);
  });
});
