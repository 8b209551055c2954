/**
 * `npm run bench [-- name…] [--data DIR] [--waiting 500,2000] [--seconds N] [--short]`: measures and prints a table for each; an empty table is a
 * failure.
 */

import { parseArgs } from 'node:util';
import { benchAnalysis } from './analysis/bench.ts';
import { formatScores } from './analysis/score-table.ts';
import { benchIntake, benchStorm } from './intake.ts';
import { benchLine } from './line.ts';
import { llmTable } from './llm.ts';
import { benchMemory } from './memory.ts';
import { benchMirror } from './mirror-line.ts';
import { benchNoise } from './noise.ts';
import { benchStart } from './start.ts';
import { describeLoad, formatTable, type Table } from './table.ts';
import { benchTemporal } from './temporal.ts';

const options = {
  data: { type: 'string' },
  waiting: { type: 'string' },
  seconds: { type: 'string' },
  short: { type: 'boolean', default: false },
} as const;
const { values: given, positionals: asked } = parseArgs({ options, allowPositionals: true });

/** Long ones have a short form. */
const benches: Readonly<Record<string, (options: { readonly isShort: boolean }) => Promise<readonly Table[]>>> = {
  line: benchLine,
  mirror: benchMirror,
  start: benchStart,
  memory: benchMemory,
  llm: llmTable,
  intake: benchIntake,
  storm: benchStorm,
  noise: benchNoise,
  temporal: () => benchTemporal('cluster', crowd()),
  'temporal-embedded': () => benchTemporal('embedded', crowd()),
};

function crowd(): Parameters<typeof benchTemporal>[1] {
  return { waiting: numbersOf('waiting', '500,2000'), stageSeconds: numbersOf('seconds', '600')[0] ?? 0 };
}

function numbersOf(name: 'waiting' | 'seconds', usual: string): readonly number[] {
  const numbers = (given[name] ?? usual).split(',').map(Number);
  if (numbers.every((each) => Number.isInteger(each) && each > 0)) return numbers;
  process.stderr.write(`--${name} ${given[name]}: expected whole numbers above 0, separated by commas, such as ${usual}\n`);
  process.exit(2);
}

const names = [...Object.keys(benches), 'analysis'];
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}; there are ${names.join(', ')}\n`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const loadBefore = describeLoad();
  const tables = await bench({ isShort: given.short });
  for (const table of tables) {
    process.stdout.write(`${formatTable(table, loadBefore)}\n`);
    if (table.rows.length > 0 && table.rows.every((row) => row.values.length > 0)) continue;
    process.stderr.write(`'${table.title}' is empty: nothing was measured\n`);
    process.exitCode = 1;
  }
}
// Public data is not part of this project, so the accuracy of the analysis is measured only when it is asked for.
if (asked.includes('analysis')) {
  const { tables, missing } = await benchAnalysis(given.data ?? null);
  for (const table of tables) {
    process.stdout.write(`${formatScores(table)}\n`);
    if (table.rows.length > 0) continue;
    process.stderr.write(`'${table.title}' is empty: nothing was measured\n`);
    process.exitCode = 1;
  }
  for (const line of missing) process.stderr.write(`${line}\n`);
  if (tables.length === 0) process.exitCode = 1;
}
