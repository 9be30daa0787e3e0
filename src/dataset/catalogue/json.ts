import type { RuleWords } from '../../common/ruleDoc.ts';
import type { RuleId } from '../severities.ts';

const grammar = 'RFC 8259 (the JSON grammar).';

/** Rules on the JSON of one row. At most one syntax error is reported a row: the first. */
export const jsonRules = {
  'json/array-file': {
    what: 'The whole file is one JSON array. Marked at its opening bracket.',
    why: 'JSON Lines has one example a line and nothing around them; services read the file line by line.',
    fix: 'Put each element on a line of its own, without the brackets and without commas between the lines.',
    source: 'OpenAI supervised fine-tuning guide; the upload error "every line is a JSON dictionary".',
  },
  'json/pretty-printed': {
    what: 'One value is spread over several lines. Marked on its first line.',
    why: 'Services read the file line by line, so each of these lines alone is broken JSON.',
    fix: 'Join the lines to one. Most JSON writers do this when told to use no indentation.',
    source: 'OpenAI supervised fine-tuning guide.',
  },
  'json/blank-line': {
    what: 'A line holds nothing or white space only. The line break that ends the file is no such line.',
    why: 'Readers that parse every line fail on it; others skip it.',
    fix: 'Delete the line.',
    source: 'Follows from how services word their errors ("cannot be parsed"); not confirmed.',
  },
  'json/single-quotes': {
    what: 'A key or value stands in single quotes.',
    why: 'JSON strings use double quotes. Rows printed from Python with `str(...)` look like this.',
    fix: 'Write the row with `json.dumps`, or replace the quotes.',
    source: grammar,
  },
  'json/smart-quotes': {
    what: 'A typographic quotation mark stands where JSON needs a plain one.',
    why: 'Word processors and chat programs turn plain quotes into typographic ones; JSON knows only `"`.',
    fix: 'Replace the mark with `"`.',
    source: grammar,
  },
  'json/unquoted-key': {
    what: 'A key stands without quotes.',
    why: 'JavaScript allows it, JSON does not.',
    fix: 'Put the key in double quotes.',
    source: grammar,
  },
  'json/trailing-comma': {
    what: 'A comma stands before a closing bracket or after the end of the row.',
    why: 'JSON has commas only between two members or elements.',
    fix: 'Delete the comma.',
    source: grammar,
  },
  'json/missing-comma': {
    what: 'A new member or element begins right after the one before it.',
    why: 'JSON separates members and elements with commas.',
    fix: 'Insert a comma. If the mark is inside a text, a quotation mark before it needs a backslash.',
    source: grammar,
  },
  'json/comment': {
    what: 'The row has a comment (`//` or `/* */`).',
    why: 'JSON has no comments.',
    fix: 'Delete the comment.',
    source: grammar,
  },
  'json/nan': {
    what: '`NaN`, `Infinity` or `-Infinity` stands for a number.',
    why: 'JSON cannot express them. Python writes them by default; other readers stop there.',
    fix: 'Write `null` or a number.',
    source: `${grammar} Python readers accept these words; whether services do is not known.`,
  },
  'json/python-literal': {
    what: '`None`, `True` or `False` stands for a value.',
    why: 'These are Python words. JSON has `null`, `true` and `false`.',
    fix: 'Write the row with `json.dumps`, or replace the word.',
    source: grammar,
  },
  'json/control-char': {
    what: 'A text holds a raw control character, such as a tab.',
    why: 'JSON texts hold characters below U+0020 only in escaped form.',
    fix: 'Write `\\t` for a tab, `\\n` for a line break, `\\u00XX` for others.',
    source: grammar,
  },
  'json/bad-escape': {
    what: 'A backslash is followed by something that is no escape.',
    why: 'After a backslash JSON knows only `"`, `\\`, `/`, `b`, `f`, `n`, `r`, `t` and `u` with four hexadecimal digits.',
    fix: 'Double the backslash if it is meant as one, as in Windows paths and LaTeX.',
    source: grammar,
  },
  'json/multiple-values': {
    what: 'Something follows the first value of the line. Marked from there to the end of the line.',
    why: 'Each line is one example.',
    fix: 'Start a new line before the second value.',
    source: 'OpenAI supervised fine-tuning guide.',
  },
  'json/unterminated': {
    what: 'The line ends inside a text, an object or an array, and the lines after it do not complete it.',
    why: 'The row was cut off, or a quotation mark or bracket is missing in it.',
    fix: 'Close what is open, or delete the row.',
    source: grammar,
  },
  'json/syntax': {
    what: 'Any other place where the row is not JSON: numbers with leading zeros, stray words and quotes, ...',
    why: 'A row that cannot be parsed fails the whole file.',
    fix: 'Look just before the mark: often a quotation mark inside a text lacks its backslash.',
    source: grammar,
  },
  'json/not-an-object': {
    what: 'The line is valid JSON but not an object.',
    why: 'Each line is an object with the keys of its format.',
    fix: 'Wrap the value in an object, or delete the line.',
    source: 'OpenAI cookbook, data preparation for chat fine-tuning; the upload error "Line 1 is not a dictionary".',
  },
  'json/duplicate-key': {
    what: 'An object has the same key twice. Marked at each later one.',
    why: 'Readers take the last one without a word, so text you meant to train on may be lost.',
    fix: 'Delete or rename one of them.',
    source: 'RFC 8259 section 4; what services do is not known.',
  },
  'json/lone-surrogate': {
    what: 'An escape `\\uD800` to `\\uDFFF` stands without its other half.',
    why: 'Usually an emoji was cut in two when a text was shortened; it is no character.',
    fix: 'Delete the escape or write `\\uFFFD`.',
    source: 'The Unicode standard; what services do is not known.',
  },
} as const satisfies Partial<Record<RuleId, RuleWords>>;
