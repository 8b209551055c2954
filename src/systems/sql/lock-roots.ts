/** Follows who waits for whom down to those that wait for nobody. */

export interface LockWait {
  readonly id: number;
  readonly blockers: readonly number[];
}

/** Root to the number of sessions behind it, the longest queue first; a circle has no root. */
export function lockRoots(waits: readonly LockWait[]): readonly (readonly [root: number, waiters: number])[] {
  const blockersOf = new Map(waits.map(({ id, blockers }) => [id, blockers]));
  const behind = new Map<number, number>();
  for (const { id, blockers } of waits) {
    if (blockers.length === 0) continue;
    for (const root of rootsOf(id, blockersOf)) behind.set(root, (behind.get(root) ?? 0) + 1);
  }
  return [...behind].sort(([, one], [, other]) => other - one);
}

function rootsOf(id: number, blockersOf: ReadonlyMap<number, readonly number[]>): ReadonlySet<number> {
  const roots = new Set<number>();
  const seen = new Set<number>();
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const blockers = blockersOf.get(at) ?? [];
    if (blockers.length === 0 && at !== id) roots.add(at);
    open.push(...blockers);
  }
  return roots;
}
