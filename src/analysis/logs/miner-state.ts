/** The state of a miner as JSON, so that templates and their ids outlive a restart. */

import { LogMiner, type MinerLimits } from './miner.ts';
import type { Token } from './scan-line.ts';
import type { Template } from './template.ts';
import { kinds, variableNames } from './variable.ts';

const version = 1;

export function saveMiner(miner: LogMiner): string {
  const templates = miner.templates.flatMap((template) => (template === null ? [] : [rowOf(template)]));
  return JSON.stringify({ version, templates });
}

type Row = readonly [readonly (readonly [number, number, string])[], number, number | null, number | null, number, string];

function rowOf(template: Template): Row {
  const timeOf = (atMs: number): number | null => (Number.isNaN(atMs) ? null : atMs);
  return [
    template.tokens.map(({ kind, hasSpace, text }) => [kind, hasSpace ? 1 : 0, text] as const),
    template.count,
    timeOf(template.firstMs),
    timeOf(template.lastMs),
    template.level,
    template.example,
  ];
}

/** Throws on text that `saveMiner` did not write: mined state that is read wrongly would merge what is different. */
export function restoreMiner(text: string, limits: Partial<MinerLimits> = {}): LogMiner {
  const parsed: unknown = JSON.parse(text);
  if (!isRecord(parsed) || parsed.version !== version || !Array.isArray(parsed.templates))
    throw new Error(`Mined log state is of another version than ${version}`);
  const miner = new LogMiner(limits);
  for (const [index, row] of parsed.templates.entries()) miner.restore(templateOf(row, index));
  return miner;
}

function templateOf(row: unknown, index: number): Template {
  const wrong = (): Error => new Error(`Mined log state is damaged at template ${index}`);
  if (!Array.isArray(row) || row.length !== 6) throw wrong();
  const [tokens, count, firstMs, lastMs, level, example] = row as readonly unknown[];
  if (!Array.isArray(tokens) || ![count, level].every(isCount) || typeof example !== 'string') throw wrong();
  const read = tokens.map((each: unknown): Token => {
    if (!Array.isArray(each) || !isCount(each[0]) || each[0] >= variableNames.length || typeof each[2] !== 'string') throw wrong();
    return { kind: each[0], hasSpace: each[1] === 1, text: each[2] };
  });
  return {
    tokens: read,
    isWild: read.some(({ kind }) => kind === kinds.any),
    count: Number(count),
    firstMs: typeof firstMs === 'number' ? firstMs : Number.NaN,
    lastMs: typeof lastMs === 'number' ? lastMs : Number.NaN,
    level: Number(level),
    example,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
