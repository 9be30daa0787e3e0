import type { FixEdit } from './fix.ts';

/** Edits in the order of rows. Those of neighbouring whole rows become one: at the end of a file it takes the line break before it along. */
export class EditList {
  readonly edits: FixEdit[] = [];
  /** Of the last edit, if it is one of whole rows. */
  #addedRows: string[] = [];

  add(edit: FixEdit): void {
    if (edit.type === 'text') {
      this.edits.push(edit);
      return;
    }
    const last = this.edits.at(-1);
    const before = last?.type === 'rows' && last.startRow + last.removedRows === edit.startRow ? last : undefined;
    if (before) this.edits.pop();
    else this.#addedRows = [];
    // One by one: an array of a whole file has more elements than a call takes.
    for (const row of edit.addedRows) this.#addedRows.push(row);
    this.edits.push({
      type: 'rows',
      startRow: before?.startRow ?? edit.startRow,
      removedRows: (before?.removedRows ?? 0) + edit.removedRows,
      addedRows: this.#addedRows,
    });
  }
}
