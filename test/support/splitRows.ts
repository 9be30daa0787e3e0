/**
 * Rows of a text, as editors count them: lines end with LF, a CR before it is not part of the row, and a text that ends
 * with a line break has an empty last row.
 */
export function splitRows(text: string): string[] {
  const rows = text.split('\n');
  for (let index = 0; index < rows.length - 1; index++) rows[index] = withoutReturn(rows[index] ?? '');
  return rows;
}

function withoutReturn(row: string): string {
  return row.endsWith('\r') ? row.slice(0, -1) : row;
}
