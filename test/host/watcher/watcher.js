// An extension for the integration tests. It is activated before those that wait for the start of VS Code to be over, and
// notes from then on what anything in the extension host connects to, looks up or starts, with the stack of who did.
const childProcess = require('node:child_process');
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const workers = require('node:worker_threads');

Error.stackTraceLimit = 100;

/** @type {{ what: string, stack: string }[]} */
const seen = [];
const note = (what) => {
  const error = new Error(what);
  // Only its reader pays for its words.
  seen.push({
    what,
    get stack() {
      return error.stack;
    },
  });
};

function watch(object, name, what) {
  const original = object[name];
  object[name] = function (...args) {
    note(what(...args));
    return original.apply(this, args);
  };
}

// Whatever speaks over a network ends up at a socket; `fetch` not before it has lost the stack of who called it.
watch(globalThis, 'fetch', (address) => `fetch ${address}`);
watch(net.Socket.prototype, 'connect', (...args) => `connect ${JSON.stringify(args.flat()[0])}`);
watch(dns, 'lookup', (host) => `lookup ${host}`);
watch(childProcess.ChildProcess.prototype, 'spawn', ({ file }) => `spawn ${file}`);
workers.Worker = class extends workers.Worker {
  constructor(...args) {
    note(`thread ${args[0]}`);
    super(...args);
  }
};

// For those that are imported and not required.
syncBuiltinESMExports();

exports.activate = () => ({
  seen,
  /** Paths of the CommonJS modules that are loaded. */
  loaded: () => Object.keys(require.cache),
});
