// How long it takes to load the extension's bundle, with a stand-in for what only VS Code has. Prints milliseconds.
const { readFileSync } = require('node:fs');
const Module = require('node:module');

const bundle = process.argv[2];
const anything = new Proxy(function () {}, {
  get: (target, key) => (key === 'prototype' ? target.prototype : anything),
  apply: () => anything,
});
// A bundle copies the names that it finds, so there have to be those that VS Code has.
const types = readFileSync(require.resolve('@types/vscode/index.d.ts'), 'utf8');
const names = types.matchAll(/^\texport (?:abstract )?(?:class|enum|namespace|const|function) (\w+)/gm);
const vscode = Object.fromEntries(Array.from(names, ([, name]) => [name, anything]));

const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
const start = performance.now();
require(bundle);
console.log(JSON.stringify({ milliseconds: Math.round((performance.now() - start) * 100) / 100 }));
