import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface Message {
  readonly role: string;
  readonly content: string;
}

interface Example {
  readonly messages: readonly Message[];
}

const folder = new URL('../../../media/sample/', import.meta.url);
const textOf = (name: string): string =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(new URL(name, folder)));
const rowsOf = (name: string): string[] => textOf(name).split('\n').slice(0, -1);
const parse = (row: string): Example => JSON.parse(row) as Example;

/** What is wrong with a row, in our own few words; undefined for a good one. Deliberately not the extension's own check. */
function faultOf(row: string): string | undefined {
  let example: Example;
  try {
    example = parse(row);
  } catch {
    return 'not JSON';
  }
  if (Object.keys(example).join() !== 'messages') return 'wrong keys';
  for (const message of example.messages) {
    if (Object.keys(message).join() !== 'role,content') return 'wrong message keys';
    if (!['system', 'user', 'assistant'].includes(message.role)) return `role ${message.role}`;
    if (message.content.trim() !== message.content || message.content === '') return 'content not trimmed';
  }
  const roles = example.messages.map((message) => message.role).join();
  if (!roles.endsWith('assistant')) return 'no answer';
  return /^system(,user)+,assistant$/.test(roles) ? undefined : `roles ${roles}`;
}

const answerOf = (row: string): string => parse(row).messages.at(-1)!.content;

/** What the sample's README tells people to do. */
const repairs: readonly (readonly [line: number, from: string, to: string])[] = [
  [12, '"user" "content"', '"user", "content"'],
  [31, '"human"', '"user"'],
  [57, '}]}', '}, {"role": "assistant", "content": "G47.00 Insomnia, unspecified"}]}'],
];

function repairedTrainingRows(): string[] {
  const rows = rowsOf('train.jsonl');
  for (const [line, from, to] of repairs) rows[line - 1] = rows[line - 1]!.replace(from, to);
  return rows;
}

const countByAnswer = (rows: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const answer of rows.map(answerOf)) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return counts;
};

describe('sample workspace', () => {
  it('has 72 training rows of which exactly three are broken, each in its own way', () => {
    const rows = rowsOf('train.jsonl');
    assert.equal(rows.length, 72);
    const faults = rows.flatMap((row, index) => {
      const fault = faultOf(row);
      return fault === undefined ? [] : [[index + 1, fault]];
    });
    assert.deepEqual(faults, [
      [12, 'not JSON'],
      [31, 'role human'],
      [57, 'no answer'],
    ]);
  });

  it('has a user message besides the broken one in the row with the unknown role', () => {
    const roles = parse(rowsOf('train.jsonl')[30]!).messages.map((message) => message.role);
    assert.deepEqual(roles, ['system', 'user', 'human', 'assistant']);
  });

  it('is mended by the three changes that its README tells', () => {
    const rows = repairedTrainingRows();
    assert.deepEqual(rows.map(faultOf), Array<undefined>(72).fill(undefined));
    const counts = countByAnswer(rows);
    assert.equal(counts.size, 18);
    for (const [answer, count] of counts) assert.equal(count, 4, answer);
    const readme = textOf('README.md');
    for (const [line] of repairs) assert.ok(readme.includes(`**Line ${line}**`));
    assert.ok(readme.includes('{"role": "assistant", "content": "G47.00 Insomnia, unspecified"}'));
  });

  for (const name of ['validation.jsonl', 'test.jsonl']) {
    it(`has 18 good rows in ${name}, one a code`, () => {
      const rows = rowsOf(name);
      assert.deepEqual(rows.map(faultOf), Array<undefined>(18).fill(undefined));
      assert.deepEqual(
        [...countByAnswer(rows).keys()].sort(),
        [...countByAnswer(repairedTrainingRows()).keys()].sort(),
      );
      assert.equal(countByAnswer(rows).size, 18);
    });
  }

  const allRows = (): string[] => [...repairedTrainingRows(), ...rowsOf('validation.jsonl'), ...rowsOf('test.jsonl')];

  it('answers with an ICD-10-CM code and one name for it', () => {
    const names = new Map<string, string>();
    for (const answer of new Set(allRows().map(answerOf))) {
      const match = /^([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?) (\S.*)$/.exec(answer);
      assert.ok(match, answer);
      assert.equal(names.has(match[1]!), false, `${match[1]} has two names`);
      names.set(match[1]!, match[2]!);
    }
    assert.equal(new Set(names.values()).size, names.size);
  });

  it('says nothing twice, within a file or across files', () => {
    const complaints = allRows().flatMap((row) =>
      parse(row)
        .messages.filter((message) => message.role === 'user')
        .map((message) => message.content.toLowerCase()),
    );
    assert.equal(new Set(complaints).size, complaints.length);
  });

  it('gives every example the same short instruction', () => {
    const instructions = new Set(allRows().map((row) => parse(row).messages[0]!.content));
    assert.equal(instructions.size, 1);
    assert.ok([...instructions][0]!.length <= 120);
  });

  it('is UTF-8 without a byte-order mark, with LF and a last newline', () => {
    for (const name of ['train.jsonl', 'validation.jsonl', 'test.jsonl', 'README.md', '.vscode/settings.json']) {
      const text = textOf(name);
      assert.ok(text.endsWith('\n') && !text.endsWith('\n\n'), name);
      assert.ok(!text.includes('\r') && !text.startsWith('\uFEFF'), name);
    }
  });

  it('has 5,000 good practice rows, none twice, with the codes of the others', () => {
    const rows = rowsOf('practice.jsonl');
    assert.equal(new Set(rows).size, 5000);
    assert.deepEqual(rows.filter(faultOf), []);
    const codes = Array.from(countByAnswer(rows).keys());
    assert.deepEqual(codes.toSorted(), Array.from(countByAnswer(rowsOf('test.jsonl')).keys()).toSorted());
  });
});
