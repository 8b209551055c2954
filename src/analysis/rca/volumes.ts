/** Which systems keep files on which volume of their machine, by the paths that their own looks tell. */

import { type Candidate, isConfirmedCause } from './candidate.ts';
import type { FactTable } from './condition.ts';
import type { TopologySystem } from './topology.ts';

/** System id → absolute paths. */
export type SystemPaths = ReadonlyMap<string, readonly string[]>;

/** Pure: what looks like the path of a file or folder among the facts of each system; lists of paths (`tmpdir` of MySQL) are taken apart. */
export function pathsIn(tables: ReadonlyMap<string, FactTable>): SystemPaths {
  const pathsOf = (table: FactTable): readonly string[] =>
    [...table.values()].flatMap(({ value }) =>
      typeof value === 'string' && /^\/[^\s]/.test(value) ? value.split(':').filter((each) => each.startsWith('/')) : [],
    );
  return new Map([...tables].map(([systemId, table]) => [systemId, pathsOf(table)]));
}

/**
 * A fault of a volume of the machine on which a system keeps files: it is hit, whatever its own looks show. The root volume says nothing, for
 * which of the paths below it are on volumes of their own is not known.
 */
export function isOnItsVolume(candidate: Candidate, system: TopologySystem | undefined, paths: SystemPaths): boolean {
  const { volume } = candidate.signature;
  if (volume === undefined || system?.runsOn !== candidate.hypothesis.systemId || !isConfirmedCause(candidate)) return false;
  const mount = String(candidate.values[volume] ?? '').replace(/\/+$/, '');
  return mount !== '' && (paths.get(system.id) ?? []).some((path) => path === mount || path.startsWith(`${mount}/`));
}
