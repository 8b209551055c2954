/** What one login or database has set for itself that makes plans worse than those of everybody else. */

import type { Facts } from '../../../domain/evidence.ts';
import { numberOf, type Row, textOf } from '../../session/rows.ts';

/** How each may be worse than the server's own value; a larger work_mem for reports is what people set on purpose. */
const worse: Readonly<Record<string, (own: string, all: string) => boolean>> = {
  random_page_cost: (own, all) => Number(own) >= 2 * Number(all),
  work_mem: (own, all) => sizeOf(own) < sizeOf(all),
  hash_mem_multiplier: (own, all) => Number(own) < Number(all),
  effective_cache_size: (own, all) => sizeOf(own) < sizeOf(all, 8),
  join_collapse_limit: (own, all) => Number(own) < Number(all),
  from_collapse_limit: (own, all) => Number(own) < Number(all),
  plan_cache_mode: (own, all) => own === 'force_generic_plan' && own !== all,
  jit: (own, all) => isOn(own) && !isOn(all),
};

export const planCosts = Object.keys(worse);

interface Scoped {
  readonly scope: 'role' | 'database';
  readonly of: string;
  readonly names: readonly string[];
}

/** Pure: settings of single logins and databases, and those of all, in. The one with the most is told. */
export function scopedPlanFacts(own: readonly Row[], all: readonly Row[]): Facts {
  const ofAll = new Map(all.map((row) => [textOf(row.name), row]));
  const off = mostOf(own.filter((row) => textOf(row.name).startsWith('enable_') && isSwitchedOff(row, ofAll.get(textOf(row.name)))));
  const costly = mostOf(
    own.filter((row) => worse[textOf(row.name)]?.(textOf(row.value), textOf(ofAll.get(textOf(row.name))?.value)) === true),
  );
  return {
    'logins.planner.names': off?.names.join(', ') ?? '',
    'logins.planner.of': off?.of ?? '',
    'logins.planner.scope': off?.scope ?? '',
    'logins.costs.names': costly?.names.join(', ') ?? '',
    'logins.costs.of': costly?.of ?? '',
    'logins.costs.scope': costly?.scope ?? '',
  };
}

/** Some are off for everybody from the start (partitionwise joins). */
function isSwitchedOff(row: Row, all: Row | undefined): boolean {
  return !isOn(textOf(row.value)) && all !== undefined && isOn(textOf(all.boot_val));
}

function mostOf(rows: readonly Row[]): Scoped | undefined {
  const scopes = new Map<string, Scoped>();
  for (const row of rows) {
    const scope = textOf(row.role) === '' ? 'database' : 'role';
    const of = textOf(row.role) || textOf(row.database);
    const names = scopes.get(`${scope} ${of}`)?.names ?? [];
    scopes.set(`${scope} ${of}`, { scope, of, names: [...names, `${textOf(row.name)}=${textOf(row.value)}`] });
  }
  return [...scopes.values()].sort((one, other) => other.names.length - one.names.length)[0];
}

function isOn(value: string): boolean {
  return /^(on|true|yes|1|t|y)$/i.test(value);
}

const unitsKb: Readonly<Record<string, number>> = { B: 1 / 1_024, kB: 1, MB: 1_024, GB: 1_048_576, TB: 1_073_741_824 };

/** In kilobytes; a bare number counts units of the setting. */
function sizeOf(value: string, unitKb = 1): number {
  const [, number = '0', unit = ''] = /^\s*([\d.]+)\s*([a-z]*)\s*$/i.exec(value) ?? [];
  return numberOf(number) * (unit === '' ? unitKb : (unitsKb[unit] ?? 1));
}
