/** Accuracy as a table: one row for each file or method, a total, and what others reached beside it. */

export interface ScoreTable {
  readonly title: string;
  /** The first column is a name; the others are numbers or words. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** One line each, below the table. */
  readonly notes: readonly string[];
}

export function formatScores(table: ScoreTable): string {
  const lines = [table.columns, ...table.rows.map((row) => row.map(cellOf))];
  const widths = table.columns.map((_title, column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)));
  const text = lines.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [table.title, ...text, ...table.notes.map((note) => `  ${note}`), ''].join('\n');
}

/** Whole numbers as they are, ratios with three digits, the rest with one. */
function cellOf(value: string | number): string {
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) < 2 ? value.toFixed(3) : value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}
