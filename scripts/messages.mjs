// What people read, for translators: `npm run l10n` writes l10n/bundle.l10n.json (CONTRIBUTING.md, "Translations").
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
/** A call of `t`; its first argument is a literal (lint rule house/translated). */
const call = /\bt\(\s*('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/g;

/** The messages of `text`, a TypeScript file, in its order. */
export function messagesOf(text) {
  return Array.from(text.matchAll(call), ([, literal]) => valueOf(literal));
}

/** The string that a literal stands for. */
function valueOf(literal) {
  const inner = literal.slice(1, -1).replace(/\\'/g, "'");
  return JSON.parse(`"${literal.startsWith("'") ? inner.replace(/(?<!\\)"/g, '\\"') : inner}"`);
}

/** Every message of the extension, in alphabetical order. */
export function allMessages() {
  const files = ['common', 'dataset', 'graders', 'jobs', 'vscode', 'webview', 'worker'];
  const paths = files.flatMap((folder) => globSync(`src/${folder}/**/*.ts`, { cwd: root }));
  const messages = new Set(paths.flatMap((path) => messagesOf(readFileSync(join(root, path), 'utf8'))));
  return [...messages].toSorted((a, b) => (a < b ? -1 : 1));
}

if (process.argv[1] === import.meta.filename) {
  mkdirSync(join(root, 'l10n'), { recursive: true });
  const bundle = Object.fromEntries(allMessages().map((message) => [message, message]));
  writeFileSync(join(root, 'l10n', 'bundle.l10n.json'), `${JSON.stringify(bundle, null, 2)}\n`);
}
