import { resolve } from 'node:path';

/** What a caller asks of a VS Code executable, as far as the npm-hosted one can do it. Paths are absolute. */
export interface CodeArguments {
  /** The folder to open; undefined for an empty window. */
  readonly folder: string | undefined;
  readonly extensionDevelopmentPaths: readonly string[];
  readonly extensionTestsPath: string | undefined;
  readonly userDataDir: string | undefined;
  readonly extensionsDir: string | undefined;
  /** Folder of VS Code's own extensions; those that come with it where undefined. */
  readonly builtinExtensionsDir: string | undefined;
  /** .vsix files to install; VS Code installs them and opens no window. */
  readonly installExtensions: readonly string[];
  readonly remoteDebuggingPort: number | undefined;
  readonly version: boolean;
}

const valued = new Set([
  'extensionDevelopmentPath',
  'extensionTestsPath',
  'user-data-dir',
  'extensions-dir',
  'builtin-extensions-dir',
  'install-extension',
  'remote-debugging-port',
]);

/** Reads VS Code's command line (`--name=value` and `--name value`); options it does not know are passed over. */
export function parseCodeArguments(argv: readonly string[]): CodeArguments {
  const values = new Map<string, string[]>();
  const folders: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    if (!argument.startsWith('-')) {
      folders.push(resolve(argument));
      continue;
    }
    const [name = '', ...rest] = argument.replace(/^-+/, '').split('=');
    const value = rest.length > 0 || !valued.has(name) ? rest.join('=') : (argv[++index] ?? '');
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  const paths = (name: string) => (values.get(name) ?? []).map((path) => resolve(path));
  const port = Number(values.get('remote-debugging-port')?.at(-1));
  return {
    folder: folders.at(-1),
    extensionDevelopmentPaths: paths('extensionDevelopmentPath'),
    extensionTestsPath: paths('extensionTestsPath').at(-1),
    userDataDir: paths('user-data-dir').at(-1),
    extensionsDir: paths('extensions-dir').at(-1),
    builtinExtensionsDir: paths('builtin-extensions-dir').at(-1),
    installExtensions: paths('install-extension'),
    remoteDebuggingPort: Number.isInteger(port) && port > 0 ? port : undefined,
    version: values.has('version'),
  };
}
