import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { extensionProgram } from '../../support/programs.ts';

/** Loads a bundle with a stand-in for what only VS Code has, and prints the modules that were asked for meanwhile. */
const loader = `
  const Module = require('node:module');
  const anything = new Proxy(function () {}, {
    get: (target, key) => (key === 'prototype' ? target.prototype : anything),
    apply: () => anything,
  });
  const asked = new Set();
  const load = Module._load;
  Module._load = (name, ...rest) => {
    asked.add(name);
    return name === 'vscode' ? anything : load(name, ...rest);
  };
  require(process.argv[1]);
  asked.delete(process.argv[1]);
  console.log(JSON.stringify([...asked]));
`;

describe('The first bundle of the extension', () => {
  it('asks for nothing but VS Code and the translation: what else it needs waits until it is needed', () => {
    const output = execFileSync(process.execPath, ['-e', loader, extensionProgram], { encoding: 'utf8' });
    const asked = JSON.parse(output) as string[];
    assert.deepEqual(asked.toSorted(), ['./l10n.js', 'vscode']);
  });
});
