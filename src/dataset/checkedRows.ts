import { FormatVote, looksEvident } from './detection.ts';
import type { Format } from './formats.ts';
import { checkRow, continuedCheck, readRow, spanningCheck, type ReadRow, type RowCheck } from './rowCheck.ts';
import type { Dialect } from './rules/example.ts';
import { newSessionRow, readersOf, type RowEdit, type RowSource, type SessionRow } from './sessionRow.ts';
import { SessionRepeats, type TrainingRows } from './sessionRepeats.ts';
import { SessionTokens, type TokenLimitOptions } from './sessionTokens.ts';
import { SpanningValue, type Spanning } from './spanningValue.ts';
import { Tally } from './tally.ts';
import { targets, type Target } from './targets.ts';

/** A value that may span rows from `first` on: being read, or found broken. */
interface SpanningRows {
  readonly first: number;
  readonly value: SpanningValue;
  /** What the first row is if nothing completes it. */
  readonly check: RowCheck;
}

/** Rows searched for the look of an example in a value that spans rows. */
const evidenceRows = 200;
/** Rows passed over in one step where nothing is to be done. */
const skippedRows = 4096;

/** The rows of an open dataset, each with its outcome, kept up to date in small steps. */
export class CheckedRows {
  readonly rows: SessionRow[] = [];
  tally = new Tally();
  repeats = new SessionRepeats(undefined);
  tokens = new SessionTokens({});
  #source: RowSource | undefined;
  #chosen: Format | undefined;
  #dialect: Dialect = { format: undefined, target: targets.openai };
  #vote = new FormatVote();
  /** Rows before this one are counted in the vote. */
  #voteEnd = 0;
  /** Rows from here to `#to` may be unchecked; none are where `#from` is not below it. */
  #from = 0;
  #to = 0;
  /** Examples from here on may be checked as another dialect than `#dialect`. */
  #staleFrom = 0;
  #reading: SpanningRows | undefined;
  #broken: SpanningRows | undefined;

  /** The chosen format, or the one that the rows have voted for. */
  get format(): Format | undefined {
    return this.#dialect.format;
  }

  /** Chooses what the rows are checked as, without a format they decide it; and the rows they should differ from. */
  configure(target: Target, format: Format | undefined, training: TrainingRows | undefined): void {
    this.#chosen = format;
    if (this.repeats.training !== training) {
      this.repeats.compareWith(training);
      // Each row is to be compared once more, though it is checked as before.
      for (const row of this.rows) row.dialect = undefined;
      this.#staleFrom = 0;
    }
    if (this.#dialect.target !== targets[target]) this.#speak({ ...this.#dialect, target: targets[target] });
    this.#updateFormat();
  }

  /** Chooses the model and the limits that rows may have too many tokens for. */
  limitTokens(options: TokenLimitOptions): void {
    if (this.tokens.isFor(options)) return;
    this.tokens = new SessionTokens(options);
    for (const row of this.rows) if (row.check?.kind === 'example') this.tokens.add(row);
  }

  /** Drops all rows and takes those of `source`, one after the other, as work is done. */
  readFrom(source: RowSource): void {
    this.rows.length = 0;
    this.tally = new Tally();
    this.repeats = new SessionRepeats(this.repeats.training);
    this.tokens = this.tokens.emptied();
    this.#source = source;
    this.#resetWork(0);
    this.#from = this.#to = this.#staleFrom = 0;
    this.#countVotes();
  }

  /** Replaces rows. Those that could change by it are unchecked until work is done. */
  replace({ startRow, removedRows, addedRows }: RowEdit): void {
    const { rows } = this;
    // A row not read yet is read with its new text.
    if (this.#source && startRow >= rows.length) return;
    const hadWork = this.#hasUnchecked;
    const readers = readersOf(rows, startRow);
    for (const reader of readers) this.#uncheck(reader);
    const removed = spliceRows(rows, startRow, removedRows, addedRows.map(newSessionRow));
    for (const row of removed) this.#forget(row);
    const moved = (row: number): number =>
      row <= startRow ? row : Math.max(startRow, row - removed.length) + addedRows.length;
    const to = startRow + addedRows.length;
    const from = readers.at(-1) ?? startRow;
    this.#from = hadWork ? Math.min(moved(this.#from), from) : from;
    this.#to = hadWork ? Math.max(moved(this.#to), to) : to;
    this.#staleFrom = moved(this.#staleFrom);
    this.#resetWork(from);
    this.#countVotes();
  }

  /** Every row has been read and checked, if perhaps as another format. */
  get isComplete(): boolean {
    return this.#source === undefined && !this.#hasUnchecked;
  }

  get isSettled(): boolean {
    return this.isComplete && this.#staleFrom >= this.rows.length;
  }

  /** Checks the next unchecked row, or goes on with it. Returns the UTF-16 units it had to read; undefined if none is left. */
  checkNext(): number | undefined {
    if (!this.#hasUnchecked && !this.#readNext()) return undefined;
    if (this.#reading) return this.#readOn(this.#reading);
    this.#skipChecked();
    const row = this.rows[this.#from];
    if (!row || isChecked(row)) return 1;
    this.#checkRow(this.#from, row);
    return row.text.length + 1;
  }

  /** Like `checkNext`, but reads no further rows than those it needs for the unchecked ones. */
  checkEdited(): number | undefined {
    return this.#hasUnchecked ? this.checkNext() : undefined;
  }

  /** Checks the next example again if it was checked as another format. Returns like `checkNext`. */
  refreshNext(): number | undefined {
    if (this.#staleFrom >= this.rows.length) return undefined;
    const end = Math.min(this.rows.length, this.#staleFrom + skippedRows);
    while (this.#staleFrom < end) {
      const row = this.rows[this.#staleFrom++];
      if (!row?.facts || isSame(row.dialect, this.#dialect)) continue;
      const read = readRow(row.text);
      if (read.type === 'example') this.#setExample(row, read);
      return row.text.length + 1;
    }
    return 1;
  }

  /** Passes over rows between the unchecked ones. */
  #skipChecked(): void {
    const end = Math.min(this.#to, this.#from + skippedRows);
    while (this.#from < end) {
      const row = this.rows[this.#from];
      if (!row || !isChecked(row)) break;
      this.#from += isSpanning(row) ? row.reach + 1 : 1;
    }
    this.#countVotes();
  }

  get #hasUnchecked(): boolean {
    // A row after the checked ones that belonged to a value which no longer spans it is unchecked too.
    return this.#from < this.#to || this.rows[this.#from]?.check?.kind === 'continued';
  }

  #readNext(): boolean {
    if (!this.#source) return false;
    const index = this.rows.length;
    if (index >= this.#source.count) {
      this.#source = undefined;
      return false;
    }
    this.rows.push(newSessionRow(this.#source.row(index)));
    if (this.#from >= this.#to) this.#from = index;
    this.#to = index + 1;
    return true;
  }

  #checkRow(index: number, row: SessionRow): void {
    const read = readRow(row.text);
    switch (read.type) {
      case 'done':
        this.#set(row, read.check);
        this.#advance(index, index + 1);
        break;
      case 'example':
        // Its vote counts before it is checked, so that the first row of a file is checked as what it is.
        row.facts = read.facts;
        this.#countVotes();
        this.#setExample(row, read);
        this.#advance(index, index + 1);
        break;
      case 'unfinished':
        this.#checkUnfinished(index, row, read.check);
    }
  }

  #checkUnfinished(index: number, row: SessionRow, check: RowCheck): void {
    const broken = this.#broken;
    if (broken && index > broken.first && index < broken.first + broken.value.knownLines) {
      this.#finish(index, row, broken.value.outcomeOf(index - broken.first), check);
      return;
    }
    const value = new SpanningValue();
    value.feed(row.text);
    this.#reading = { first: index, value, check };
  }

  #readOn(reading: SpanningRows): number {
    const { first, value, check } = reading;
    const index = first + value.lines;
    if (index >= this.rows.length) this.#readNext();
    const next = this.rows[index];
    const cost = (next?.text.length ?? 0) + 1;
    if (next && value.feed(next.text)) return cost;
    const outcome = value.outcomeOf(0);
    this.#reading = undefined;
    if (outcome.type === 'broken') this.#broken = reading;
    for (const row of this.rows.slice(first, first + outcome.lines)) row.isReadOn = true;
    const row = this.rows[first];
    if (row) this.#finish(first, row, outcome, check);
    return cost;
  }

  #finish(index: number, row: SessionRow, outcome: Spanning, check: RowCheck): void {
    const end = outcome.type === 'complete' ? index + outcome.lines + 1 : index + 1;
    if (outcome.type === 'complete') {
      const rest = this.rows.slice(index + 1, end);
      const isEvident = [row, ...rest.slice(0, evidenceRows)].some(({ text }) => looksEvident(text));
      this.#set(row, spanningCheck(row.text, end - index, isEvident));
      for (const continued of rest) this.#set(continued, continuedCheck);
    } else this.#set(row, check);
    row.reach = outcome.lines;
    this.#advance(index, end);
  }

  #setExample(row: SessionRow, read: Extract<ReadRow, { type: 'example' }>): void {
    this.#set(row, checkRow(row.text, read.example, read.facts, this.#dialect));
    row.facts = read.facts;
    row.dialect = this.#dialect;
  }

  #set(row: SessionRow, check: RowCheck): void {
    this.#forget(row);
    this.tally.add(check);
    if (check.kind === 'example') {
      this.repeats.add(row, check.fingerprint);
      this.tokens.add(row);
    }
    row.check = check;
    row.facts = undefined;
    row.reach = 0;
  }

  #uncheck(index: number): void {
    const row = this.rows[index];
    if (!row?.check) return;
    this.#forget(row);
    row.facts = undefined;
  }

  /** Takes back what a row counts for. */
  #forget(row: SessionRow): void {
    const { check } = row;
    if (!check) return;
    this.tally.add(check, -1);
    if (check.kind === 'example') {
      this.repeats.remove(row, check.fingerprint);
      this.tokens.remove(row);
    }
    row.check = undefined;
  }

  /** Rows from `from` to `to` are checked. */
  #advance(from: number, to: number): void {
    this.#from = to;
    this.#to = Math.max(this.#to, to);
    if (this.#staleFrom >= from && this.#staleFrom < to) this.#staleFrom = to;
    this.#countVotes();
  }

  #countVotes(): void {
    const checkedEnd = this.#hasUnchecked ? this.#from : this.rows.length;
    while (this.#voteEnd < this.rows.length && !this.#vote.isFull) {
      const row = this.rows[this.#voteEnd];
      // Beyond the checked rows only the one that is being checked counts.
      if (this.#voteEnd >= checkedEnd && !row?.facts) break;
      this.#voteEnd++;
      if (row?.facts) this.#vote.add(row.facts);
    }
    this.#updateFormat();
  }

  #updateFormat(): void {
    const isCounted = this.#vote.isFull || this.#voteEnd >= this.rows.length;
    const voted = isCounted || this.format === undefined ? this.#vote.format : this.format;
    const format = this.#chosen ?? voted;
    if (format !== this.format) this.#speak({ ...this.#dialect, format });
  }

  /** What was checked as something else is stale. */
  #speak(dialect: Dialect): void {
    this.#dialect = dialect;
    this.#staleFrom = 0;
  }

  #resetWork(from: number): void {
    this.#reading = undefined;
    this.#broken = undefined;
    if (from >= this.#voteEnd) return;
    this.#vote = new FormatVote();
    this.#voteEnd = 0;
  }
}

/** A file that is changed back is not checked again. */
function isSame(before: Dialect | undefined, now: Dialect): boolean {
  return before !== undefined && before.format === now.format && before.target === now.target;
}

/** False too for a further row of a value when it is met by itself: the value has gone. */
function isChecked(row: SessionRow): boolean {
  return row.check !== undefined && row.check.kind !== 'continued';
}

function isSpanning(row: SessionRow): boolean {
  return row.check?.kind === 'spanningArray' || row.check?.kind === 'spanningObject';
}

/** Arguments of one call: more than about a hundred thousand overflow the stack. */
const splicedAtOnce = 10_000;

/** Array.splice for any number of rows. */
function spliceRows(rows: SessionRow[], start: number, removed: number, added: readonly SessionRow[]): SessionRow[] {
  // Rows that are replaced one by one leave the rest where it is: thousands of fixes may come in a row.
  const kept = Math.min(removed, added.length, rows.length - start);
  const gone = rows.slice(start, start + kept);
  for (let at = 0; at < kept; at++) rows[start + at] = added[at] ?? newSessionRow('');
  const more = removed > kept ? rows.splice(start + kept, removed - kept) : [];
  for (let at = kept; at < added.length; at += splicedAtOnce) {
    rows.splice(start + at, 0, ...added.slice(at, at + splicedAtOnce));
  }
  return gone.concat(more);
}
