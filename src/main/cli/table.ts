/** A table on the terminal: the last column is cut to what fits. */

import type { Terminal } from './terminal.ts';
import { cutToWidth, displayWidth, padToWidth } from './width.ts';

/** Cells are plain; `paint` colours a finished cell by its row and column. */
export function printTable(
  terminal: Terminal,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  paint: (cell: string, row: number, column: number) => string = (cell) => cell,
): void {
  const widths = header.map((title, column) => Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[column] ?? ''))));
  let before = 0;
  for (const width of widths.slice(0, -1)) before += width + 2;
  const lastWidth = Math.max(20, terminal.columns - before);
  const layOut = (cell: string, column: number): string =>
    column === header.length - 1 ? (terminal.isTerminal ? cutToWidth(cell, lastWidth) : cell) : padToWidth(cell, widths[column] ?? 0);
  terminal.line(terminal.colours.dim(header.map(layOut).join('  ').trimEnd()));
  for (const [index, row] of rows.entries()) {
    terminal.line(
      row
        .map((cell, column) => paint(layOut(cell, column), index, column))
        .join('  ')
        .trimEnd(),
    );
  }
}
