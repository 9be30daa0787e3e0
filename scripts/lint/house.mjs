// Lint rules of this house (an oxlint plugin): the import table of scripts/importTable.mjs as errors.
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importTable } from '../importTable.mjs';

const source = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src');
const posix = (path) => path.split(sep).join('/');

/** Why `file` (relative to src/) may not import `specifier`; undefined where it may. */
export function refusal(file, specifier, isType) {
  const folder = file.includes('/') ? file.slice(0, file.indexOf('/')) : file;
  const row = importTable[folder];
  if (!row) return `src/${folder} is not in the import table`;
  const only = (key) => row.only?.[key]?.some((place) => place === file);
  if (!specifier.startsWith('.')) {
    const module = specifier.startsWith('node:') ? 'node' : specifier;
    const allowed = row.modules?.includes(module) || only(module);
    return allowed ? undefined : `${folder} may not use ${specifier}`;
  }
  const target = posix(relative(source, join(source, dirname(file), specifier)));
  if (target.startsWith('../')) return `${folder} may not leave src`;
  const targetFolder = target.slice(0, target.indexOf('/'));
  if (targetFolder === folder || row.folders.includes(targetFolder) || only(`folder:${targetFolder}`)) return undefined;
  const names = (prefix) => target === `${prefix}.ts` || target.startsWith(`${prefix}/`);
  if (row.files?.some(names) || (isType && row.types?.some(names))) return undefined;
  return `${folder} may not import ${target}`;
}

const rule = {
  create(context) {
    const file = posix(relative(source, context.filename));
    if (file.startsWith('../')) return {};
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string') return;
      const isType = node.importKind === 'type' || node.exportKind === 'type';
      const message = refusal(file, specifier, isType);
      if (message) context.report({ node: node.source, message: `${message} (scripts/importTable.mjs)` });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

export default { meta: { name: 'house' }, rules: { 'import-table': rule } };
