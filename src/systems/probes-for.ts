/** The probes that have something to look at on a system. */

import type { Probe, SystemClient } from './contract.ts';
import type { PooledSystem } from './pool.ts';

type Given = Pick<PooledSystem, 'entry' | 'kind' | 'assumedLogs'>;

export function probesFor(system: Given): readonly Probe<SystemClient>[] {
  const assumed = system.assumedLogs?.() ?? [];
  return system.kind.probes.filter((probe) => probe.isFor?.(system.entry, assumed) ?? true);
}

/** Those that have nothing to look at there. */
export function probesNotFor(system: Given): readonly Probe<SystemClient>[] {
  const having = new Set(probesFor(system));
  return system.kind.probes.filter((probe) => !having.has(probe));
}
