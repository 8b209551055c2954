/** Rows of `show stat` as HAProxy prints them, of the cells that matter. */

import { parseStat, type StatRow } from '../../../src/systems/haproxy/parse.ts';

export type Cells = Readonly<Record<string, string | number>> & { readonly px: string; readonly sv: string };

const types: Readonly<Record<string, number>> = { FRONTEND: 0, BACKEND: 1 };

export function rows(...given: readonly Cells[]): readonly StatRow[] {
  const columns = [...new Set(given.flatMap((each) => Object.keys(each)))].filter((name) => name !== 'px' && name !== 'sv');
  const lines = given.map((each) => [each.px, each.sv, ...columns.map((name) => each[name] ?? ''), types[each.sv] ?? 2].join(','));
  return parseStat(`# pxname,svname,${columns.join(',')}${columns.length > 0 ? ',' : ''}type\n${lines.join('\n')}\n`) ?? [];
}

/** As if all counters had begun at zero. */
export function grownFrom(given: readonly StatRow[]): readonly { readonly row: StatRow; by(column: string): number }[] {
  return given.map((row) => ({ row, by: (column: string) => row.number(column) ?? 0 }));
}
