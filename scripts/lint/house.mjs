// Lint rules of this house (an oxlint plugin): the import table of scripts/importTable.mjs as errors, and words that people
// see but nobody can translate.
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

const importTableRule = {
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

/** Members of objects that VS Code shows to people. */
const shownMembers = new Set([
  'title',
  'detail',
  'description',
  'label',
  'placeHolder',
  'placeholder',
  'prompt',
  'tooltip',
]);
const showing = /^show(?:Information|Warning|Error)Message$/;
const nameOf = (node) => (node?.type === 'MemberExpression' ? node.property.name : node?.name);

/** True for words that stand in the source as they are: text with letters outside the placeholders of a template. */
function isWords(node) {
  if (node?.type === 'ConditionalExpression') return isWords(node.consequent) || isWords(node.alternate);
  const text = node?.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.raw).join('') : node?.value;
  return typeof text === 'string' && /\p{L}{2}/u.test(text);
}

const translatedRule = {
  create(context) {
    if (!posix(relative(source, context.filename)).startsWith('vscode/')) return {};
    const check = (node) => {
      if (isWords(node)) context.report({ node, message: 'People see this: put it into l10n.t(...)' });
    };
    return {
      NewExpression(node) {
        if (nameOf(node.callee) === 'UserError') node.arguments.slice(1, 3).forEach(check);
      },
      CallExpression(node) {
        const name = nameOf(node.callee);
        if (showing.test(name)) node.arguments.forEach(check);
        // A message is looked up as it stands in the source.
        if (name === 't' && node.arguments[0]?.type !== 'Literal')
          context.report({ node, message: 'The first argument of t is a literal, with {0} for what changes' });
      },
      Property(node) {
        if (shownMembers.has(node.key.name)) check(node.value);
      },
      AssignmentExpression(node) {
        if (node.left.type === 'MemberExpression' && shownMembers.has(nameOf(node.left))) check(node.right);
      },
    };
  },
};

export default { meta: { name: 'house' }, rules: { 'import-table': importTableRule, translated: translatedRule } };
