/** The probes that have something to look at on a system. */

import type { Probe, SystemClient } from './contract.ts';
import type { PooledSystem } from './pool.ts';

export function probesFor({ entry, kind }: Pick<PooledSystem, 'entry' | 'kind'>): readonly Probe<SystemClient>[] {
  return kind.probes.filter((probe) => probe.isFor?.(entry) ?? true);
}
