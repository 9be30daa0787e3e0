import { parseRow } from '../parseRow.ts';
import type { RowProblem, Span } from '../problems.ts';
import { isBlankCode, skipBlank, trimmedEnd } from '../scanner.ts';
import { applyEdits, difference, inserted, replaced, rowFix, type RowFix, type TextEdit } from './fix.ts';
import type { FixRow, RowFixer } from './fixRow.ts';
import { fromPython } from './pythonLiteral.ts';
import type { FixTraits } from './fix.ts';
import type { FixId } from './titles.ts';

/** The edits that repair one place of a row that is not JSON. */
type Repair = (row: string, span: Span) => readonly TextEdit[];

/** Repairs of the same kind in one row: more are left to the next fix. */
const maxRepairs = 1000;
/** UTF-16 units read for them, beyond the first few. */
const maxUnits = 1 << 22;

/**
 * A fixer for a rule that breaks JSON. A row tells only its first error, so the same repair is done again and again until
 * the row is JSON or its error another one.
 */
function syntaxFixer(id: FixId, repair: Repair, traits: FixTraits = {}): RowFixer {
  return ({ text: row }, problem) => {
    const after = repairAll(row, problem, repair);
    return after === row ? [] : [rowFix(id, [difference(row, after)], { isRevealing: true, ...traits })];
  };
}

function repairAll(row: string, first: RowProblem, repair: Repair): string {
  let text = row;
  let problem: RowProblem | undefined = first;
  for (let count = 0; problem?.rule === first.rule && count < maxRepairs; count++) {
    if (count > 4 && count * text.length > maxUnits) break;
    const edits = repair(text, problem.span);
    if (edits.length === 0) break;
    const after = applyEdits(text, edits);
    const next = firstError(after);
    // What ended the value was part of what had to go: where it ends, a person has to say.
    if (next?.rule === 'json/unterminated') break;
    text = after;
    problem = next;
  }
  return text;
}

/** What is wrong with a row that is not JSON. */
export function firstError(row: string): RowProblem | undefined {
  const parsed = parseRow(row);
  return parsed.type === 'broken' ? parsed.problem : undefined;
}

function missingComma(row: string, { start }: Span): readonly TextEdit[] {
  const end = trimmedEnd(row.slice(0, start));
  return end < start ? [inserted(end, ',')] : [inserted(start, ', ')];
}

function comment(row: string, span: Span): readonly TextEdit[] {
  const next = row.charAt(skipBlank(row, span.end));
  let { start } = span;
  if (next === '' || ',}]'.includes(next)) while (start > 0 && isBlankCode(row.charCodeAt(start - 1))) start--;
  return [replaced({ start, end: span.end }, '')];
}

const literals: Readonly<Record<string, string>> = { None: 'null', True: 'true', False: 'false' };

function literal(row: string, span: Span): readonly TextEdit[] {
  return [replaced(span, literals[row.slice(span.start, span.end)] ?? 'null')];
}

/** Escapes the control characters of a text from `span` to its closing quote. */
function controlCharacters(row: string, span: Span): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  for (let at = span.start; at < row.length && row.charAt(at) !== '"'; at++) {
    if (row.charAt(at) === '\\') at++;
    else if (row.charCodeAt(at) < 32) edits.push(replaced({ start: at, end: at + 1 }, escaped(row.charAt(at))));
  }
  return edits;
}

function escaped(character: string): string {
  const text = JSON.stringify(character).slice(1, -1);
  return text.length > 1 ? text : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function singleQuotes(row: string, span: Span): readonly TextEdit[] {
  if (span.end - span.start < 2) return [];
  const python = fromPython(row.slice(span.start, span.end));
  return python ? [replaced(span, python.text)] : [];
}

const smartQuotes = '“”„‘’«»';

/** Replaces a typographic quote and the one that closes its text: the first with something behind it that ends a text. */
function typographicQuotes(row: string, { start }: Span): readonly TextEdit[] {
  const edits = [replaced({ start, end: start + 1 }, '"')];
  for (let at = start + 1; at < row.length; at++) {
    const c = row.charAt(at);
    if (c === '\\') at++;
    else if ((c === '"' || smartQuotes.includes(c)) && endsText(row, at + 1)) {
      if (c !== '"') edits.push(replaced({ start: at, end: at + 1 }, '"'));
      return edits;
    } else if (c === '"') edits.push(inserted(at, '\\'));
  }
  return [];
}

function endsText(row: string, from: number): boolean {
  const next = row.charAt(skipBlank(row, from));
  return next === '' || ',:}]'.includes(next);
}

/** The whole row from Python if it is all Python; else what `otherwise` finds. */
function pythonOr(otherwise: RowFixer): RowFixer {
  return (row, problem) => {
    const { text } = row;
    const python = text.includes("'") ? fromPython(text) : undefined;
    if (!python) return otherwise(row, problem);
    const traits = { isSafe: !python.hasLostNumber, isRevealing: true };
    return [rowFix('fromPython', [difference(text, python.text)], traits)];
  };
}

function badEscape(row: FixRow, problem: RowProblem): readonly RowFix[] {
  const double = syntaxFixer('doubleBackslash', (_text, span) => [inserted(span.start, '\\')]);
  const remove = syntaxFixer('removeBackslash', (_text, { start }) => [replaced({ start, end: start + 1 }, '')]);
  // A quote that Python or JavaScript had escaped.
  const isQuote = row.text.startsWith("\\'", problem.span.start);
  return isQuote ? [...remove(row, problem), ...double(row, problem)] : double(row, problem);
}

/** Puts a line break after every object of a row that holds several. */
function multipleValues({ text: row }: FixRow, problem: RowProblem): readonly RowFix[] {
  const pieces: string[] = [];
  let rest = row;
  let next: RowProblem | undefined = problem;
  while (next?.rule === 'json/multiple-values' && pieces.length < maxRepairs) {
    pieces.push(rest.slice(0, next.span.start).trim());
    rest = rest.slice(next.span.start).replace(/^,\s*/, '');
    next = firstError(rest);
  }
  if (next?.rule === 'json/trailing-comma' && next.span.end === trimmedEnd(rest)) rest = rest.slice(0, next.span.start);
  pieces.push(rest.trim());
  if (!pieces.every((piece) => piece.startsWith('{'))) return [];
  return [rowFix('splitLines', [difference(row, pieces.join('\n'))], { isSafe: true, isRevealing: true })];
}

const safe: FixTraits = { isSafe: true };

/** Fixes for rows that are not JSON, or not one value. */
export const syntaxFixers: Readonly<Record<string, RowFixer>> = {
  'json/trailing-comma': syntaxFixer('removeComma', (_row, span) => [replaced(span, '')], safe),
  'json/missing-comma': syntaxFixer('addComma', missingComma, safe),
  'json/comment': syntaxFixer('removeComment', comment, safe),
  'json/nan': syntaxFixer('useNull', literal),
  'json/python-literal': pythonOr(syntaxFixer('useJsonLiterals', literal, safe)),
  'json/single-quotes': pythonOr(syntaxFixer('straightQuotes', singleQuotes, safe)),
  'json/smart-quotes': syntaxFixer('straightQuotes', typographicQuotes, safe),
  'json/unquoted-key': syntaxFixer(
    'quoteKey',
    (row, span) => [replaced(span, JSON.stringify(row.slice(span.start, span.end)))],
    safe,
  ),
  'json/control-char': syntaxFixer('escapeCharacter', controlCharacters, safe),
  'json/bad-escape': badEscape,
  'json/multiple-values': multipleValues,
};
