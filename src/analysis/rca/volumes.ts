/** Which systems keep files on which volume of their machine, by the paths that their own looks tell. */

import { type Candidate, isConfirmedCause } from './candidate.ts';
import type { FactTable } from './condition.ts';
import type { TopologySystem } from './topology.ts';

/** System id → absolute paths. */
export type SystemPaths = ReadonlyMap<string, readonly string[]>;

/** Pure: what looks like the path of a file or folder among the facts of each system; lists of paths (`tmpdir` of MySQL) are taken apart. */
export function pathsIn(tables: ReadonlyMap<string, FactTable>): SystemPaths {
  const pathsOf = (table: FactTable): readonly string[] => [...table.values()].flatMap(({ value }) => pathsOfFact(value));
  return new Map([...tables].map(([systemId, table]) => [systemId, pathsOf(table)]));
}

/**
 * A fault of a volume of the machine on which a system keeps files: it is hit, whatever its own looks show. The root volume says nothing, for
 * which of the paths below it are on volumes of their own is not known.
 */
export function isOnItsVolume(candidate: Candidate, system: TopologySystem | undefined, paths: SystemPaths): boolean {
  const { volume } = candidate.signature;
  if (volume === undefined || system?.runsOn !== candidate.hypothesis.systemId || !isConfirmedCause(candidate)) return false;
  const mount = mountOf(candidate);
  return mount !== '' && (paths.get(system.id) ?? []).some((path) => isBelow(path, mount));
}

/** What fails for want of space on whichever volume, that of temporary files for one. */
const ofAnyVolume = /\.(log-)?no-space$|\.down-on-full-disk$/;

/**
 * A fault of a volume, and what is seen of a system that tells where it keeps its files: all of them are elsewhere. Where its log lies says
 * nothing of them, and neither does the root volume.
 */
export function isOnAnotherVolume(cause: Candidate, seen: Candidate): boolean {
  if (cause.signature.volume === undefined || ofAnyVolume.test(seen.signature.id)) return false;
  const mount = mountOf(cause);
  const own = Object.entries(seen.values).flatMap(([fact, value]) => (/^(logs|runsOn)\./.test(fact) ? [] : pathsOfFact(value)));
  return mount !== '' && own.length > 0 && !own.some((path) => isBelow(path, mount));
}

function pathsOfFact(value: unknown): readonly string[] {
  return typeof value === 'string' && /^\/[^\s]/.test(value) ? value.split(':').filter((each) => each.startsWith('/')) : [];
}

function mountOf({ signature: { volume }, values }: Candidate): string {
  return volume === undefined ? '' : String(values[volume] ?? '').replace(/\/+$/, '');
}

function isBelow(path: string, mount: string): boolean {
  return path === mount || path.startsWith(`${mount}/`);
}
