import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DatasetSession, type RowEdit } from '../../../src/dataset/session.ts';
import { runs } from '../../support/runs.ts';
import { anyRow, bracketRow, chatLikeRow } from './arbitraries.ts';
import { brief, chatRow, chatRows, defaults, settle } from './support.ts';

const completion = '{"prompt":"a","completion":"b"}';
const completions = Array.from({ length: 12 }, (_, index) => `{"prompt":"${index}","completion":"b"}`);

/** A session on `rows`, and a way to edit both. */
class Editor {
  readonly rows: string[];
  readonly session = new DatasetSession(defaults);
  readonly load: Generator<void, void, void>;

  constructor(rows: readonly string[]) {
    this.rows = [...rows];
    const { rows: live } = this;
    this.load = this.session.load({
      get count() {
        return live.length;
      },
      row: (index) => live[index] ?? '',
    });
  }

  edit(edit: RowEdit): void {
    this.rows.splice(edit.startRow, edit.removedRows, ...edit.addedRows);
    this.session.apply(edit);
  }

  replace(row: number, text: string): void {
    this.edit({ startRow: row, removedRows: 1, addedRows: [text] });
  }
}

/** An editor whose session has checked `rows`. */
function loaded(...rows: readonly string[]): Editor {
  const editor = new Editor(rows);
  settle(editor.load);
  return editor;
}

function dozen(): string[] {
  return chatRows(12);
}

describe('a dataset session', () => {
  it('marks a row as soon as an edit breaks it, and moves marks with their rows', () => {
    const editor = loaded(...dozen());
    editor.replace(5, '{"messages": [],}');
    assert.deepEqual(brief(editor.session.problems), ['6:15-16 json/trailing-comma']);
    editor.edit({ startRow: 0, removedRows: 0, addedRows: chatRows(14).slice(12) });
    assert.deepEqual(brief(editor.session.problems), ['8:15-16 json/trailing-comma']);
    editor.edit({ startRow: 7, removedRows: 1, addedRows: [] });
    assert.deepEqual(editor.session.problems, []);
    assert(editor.session.isSettled);
  });

  it('counts what it marks', () => {
    const editor = loaded(...dozen(), '{}', '', '5', '');
    const { session } = editor;
    assert.deepEqual(brief(session.problems), [
      '13:0-1 chat/missing-messages',
      '14:0-0 json/blank-line',
      '15:0-1 json/not-an-object',
    ]);
    const summary = {
      format: 'chat',
      isEvidentlyDataset: true,
      rows: 15,
      examples: 13,
      errors: 2,
      warnings: 1,
      infos: 0,
    };
    assert.deepEqual(session.summary, summary);
  });

  it('lists the worst problems first when asked for a few', () => {
    const { session } = loaded(...dozen(), '', chatRow({ role: 'assistant', content: 'a' }), '5', '{}');
    const rules = (limit: number): string[] => session.worstProblems(limit).map(({ rule }) => rule);
    assert.deepEqual(rules(3), ['json/not-an-object', 'chat/missing-messages', 'json/blank-line']);
    assert.deepEqual(rules(100).length, session.problems.length);
  });

  it('checks again the rows that a value spanned when its end goes away, and those it takes over', () => {
    const editor = loaded(...dozen(), '{', '"messages": []', '}');
    assert.deepEqual(brief(editor.session.problems), ['13:0-1 json/pretty-printed']);
    editor.replace(14, '"a"');
    assert.deepEqual(brief(editor.session.problems), [
      '13:0-1 json/unterminated',
      '14:10-11 json/syntax',
      '15:0-3 json/not-an-object',
    ]);
    editor.replace(14, '}');
    assert.deepEqual(brief(editor.session.problems), ['13:0-1 json/pretty-printed']);
    assert.deepEqual(editor.session.problems[0]?.data, { rows: 3 });
  });

  it('completes a value when rows are added at the end', () => {
    const editor = loaded(...dozen(), '{');
    editor.edit({ startRow: 13, removedRows: 0, addedRows: ['}'] });
    assert.deepEqual(brief(editor.session.problems), ['13:0-1 json/pretty-printed']);
  });

  it('checks all rows as what the file has become, once it is settled', () => {
    const editor = loaded(chatRow(), completion, ...completions);
    assert.deepEqual(brief(editor.session.problems), ['1:1-11 file/mixed-formats']);
    editor.edit({ startRow: 1, removedRows: 13, addedRows: dozen() });
    settle(editor.session.settle());
    assert.deepEqual(editor.session.problems, []);
    assert.equal(editor.session.summary.format, 'chat');
  });

  it('does not take the file for another kind while its first row is being typed', () => {
    const editor = loaded(...dozen());
    editor.replace(0, completion);
    assert.deepEqual(brief(editor.session.problems), ['1:1-9 file/mixed-formats']);
    assert(editor.session.isSettled);
  });

  it('leaves the rest of a large paste, and problems of the whole file, to settle', () => {
    const editor = loaded('');
    editor.edit({ startRow: 0, removedRows: 0, addedRows: Array.from({ length: 1200 }, (_, row) => `{"a":${row}}`) });
    assert(!editor.session.isSettled);
    assert(editor.session.problems.length >= 1000);
    settle(editor.session.settle());
    assert.equal(editor.session.problems.length, 1200);
    assert(editor.session.isSettled);
  });

  it('checks its first rows at once as what they are', () => {
    const editor = new Editor(Array<string>(30).fill('{"messages":[]}'));
    editor.load.next();
    assert.equal(editor.session.problems[0]?.rule, 'chat/messages-empty');
  });

  it('works in pieces of 16 rows, and lists problems in pieces of 64', () => {
    const editor = new Editor(Array<string>(160).fill(chatRow()));
    assert.equal(settle(editor.load), 10 + Math.ceil(159 / 64));
  });

  it('has its problems listed when it is settled, so that asking for them costs nothing', () => {
    const editor = loaded(...dozen());
    editor.replace(5, '{"messages": [],}');
    assert(!editor.session.isSettled);
    settle(editor.session.settle());
    assert(editor.session.isSettled);
    assert.equal(editor.session.problems, editor.session.problems);
    assert.equal(settle(editor.session.settle()), 0);
  });

  it('says nothing of the whole file before it has read all of it', () => {
    const editor = new Editor(Array<string>(100).fill(''));
    editor.load.next();
    assert.deepEqual(brief(editor.session.problems).slice(0, 2), ['1:0-0 json/blank-line', '2:0-0 json/blank-line']);
    settle(editor.load);
    assert.deepEqual(brief(editor.session.problems), ['1:0-0 file/empty']);
  });

  it('takes a chosen format and target', () => {
    const { session } = loaded(...completions);
    session.configure({ ...defaults, format: 'chat', encoding: 'utf8bom' });
    assert(!session.isSettled);
    settle(session.settle());
    assert.equal(session.problems.length, 13);
    session.configure({ ...defaults, target: 'azure', encoding: 'utf8bom' });
    settle(session.settle());
    assert.deepEqual(session.problems, []);
  });

  it('starts anew when it loads again', () => {
    const { session } = loaded(chatRow());
    settle(session.load({ count: 0, row: () => '' }));
    assert.deepEqual(brief(session.problems), ['1:0-0 file/empty']);
    assert.equal(session.summary.examples, 0);
    assert.equal(session.summary.format, undefined);
  });
});

describe('edits in any order', () => {
  const rowOf = fc.oneof({ arbitrary: anyRow, weight: 2 }, { arbitrary: bracketRow, weight: 3 }, chatLikeRow);
  const edits = fc.array(
    fc.record({ at: fc.nat(1000), removed: fc.nat(3), added: fc.array(rowOf, { maxLength: 4 }), pieces: fc.nat(2) }),
    { maxLength: 8 },
  );

  /** Applies the edits between pieces of work and compares with a session that sees the result only. */
  function compare(
    editor: Editor,
    script: readonly { at: number; removed: number; added: string[]; pieces: number }[],
  ) {
    let work = editor.load;
    for (const { at, removed, added, pieces } of script) {
      for (let piece = 0; piece < pieces; piece++) if (work.next().done) work = editor.session.settle();
      const startRow = at % (editor.rows.length + 1);
      const removedRows = Math.min(removed, editor.rows.length - startRow);
      editor.edit({ startRow, removedRows, addedRows: added });
      for (const { row, span } of editor.session.problems) {
        assert(span.start <= span.end && span.end <= (editor.rows[row]?.length ?? 0));
      }
    }
    settle(work);
    settle(editor.session.settle());
    const fresh = loaded(...editor.rows).session;
    assert.deepEqual(editor.session.problems, fresh.problems);
    assert.deepEqual(editor.session.summary, fresh.summary);
    const { errors, warnings, infos } = fresh.summary;
    assert.equal(fresh.problems.length, errors + warnings + infos);
  }

  it('give the problems that a fresh check of the result gives', () => {
    const property = fc.property(fc.array(rowOf, { minLength: 1, maxLength: 25 }), edits, (rows, script) =>
      compare(new Editor(rows), script),
    );
    fc.assert(property, { numRuns: runs(15) });
  });

  it('do so where rows decide the format', () => {
    const voter = fc.constantFrom(
      chatRow(),
      completion,
      '{"input":1}',
      'x',
      '[',
      ']',
      '{"messages":[{"role":"user","content":"a"}],"b":1}',
    );
    const script = fc.array(
      fc.record({ at: fc.nat(300), removed: fc.nat(40), added: fc.array(voter, { maxLength: 40 }), pieces: fc.nat(9) }),
      { maxLength: 5 },
    );
    const property = fc.property(fc.array(voter, { minLength: 1, maxLength: 150 }), script, (rows, script) =>
      compare(new Editor(rows), script),
    );
    fc.assert(property, { numRuns: runs(5) });
  });
});
