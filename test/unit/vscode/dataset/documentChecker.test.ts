import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { DocumentChecker } from '../../../../src/vscode/dataset/documentChecker.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const row = (answer: string): string =>
  JSON.stringify({
    messages: [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: answer },
    ],
  });

/** The checker of a document with these rows, and what it told, in order. */
function checking(rows: string[]) {
  const clock = new FakeClock();
  const document = {
    get lineCount() {
      return rows.length;
    },
    lineAt: (line: number) => ({ text: rows[line] ?? '' }),
  } as vscode.TextDocument;
  const encodingOf = () => 'utf8' as const;
  const checker = new DocumentChecker(document, { target: 'openai', role: 'training' }, { clock, encodingOf });
  const told: string[] = [];
  checker.onDidList(() => told.push(`${checker.session.problems.length} listed`));
  checker.onDidCheck(() => told.push('checked'));
  /** Lets time pass until nothing is left to do. */
  const rest = (): string[] => {
    while (clock.nextDelay !== undefined) clock.advance(clock.nextDelay);
    return told.splice(0);
  };
  const type = (line: number, text: string): void => {
    rows[line] = text;
    const range = { start: { line }, end: { line } };
    checker.change([{ range, text } as vscode.TextDocumentContentChangeEvent]);
  };
  return { checker, rest, type };
}

describe('The checker of a document', () => {
  const rows = Array.from({ length: 12 }, (_, at) => row(String(at)));

  it('tells once when a text is checked, with its problems listed', () => {
    const { rest, type } = checking([...rows]);
    assert.deepEqual(rest(), ['0 listed', 'checked']);
    type(3, '{');
    type(3, '{"messages": [],}');
    assert.deepEqual(rest(), ['1 listed', 'checked']);
  });

  it('lists the problems anew for a session that was told something, which is no new text', () => {
    const { checker, rest } = checking([...rows, row('word '.repeat(70_000))]);
    assert.deepEqual(rest(), ['0 listed', 'checked']);
    const [text = ''] = checker.session.uncounted;
    checker.session.tellTokens(text, 70_000);
    checker.listAnew();
    assert.deepEqual(rest(), ['1 listed']);
  });
});
