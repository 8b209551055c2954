/** Dependencies that investigations have found and nobody has declared, kept with where each was seen, first and last. */

import { z } from 'zod';
import type { DiscoveredEdge } from '../analysis/rca/discover.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { SettingStore } from '../store/settings.ts';

const keptEdge = z.object({
  from: z.string(),
  to: z.string(),
  /** The look that showed it the last time. */
  systemId: z.string(),
  probe: z.string(),
  evidenceId: z.string(),
  incidentId: z.string(),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
});
export type KeptEdge = z.infer<typeof keptEdge>;

const key = 'topology:edges';
/** The ones that were seen last are kept. */
const edgesMax = 1_000;

export async function readDiscoveredEdges(settings: Pick<SettingStore, 'get'>): Promise<readonly KeptEdge[]> {
  const stored = await settings.get(key);
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((given) => {
    const parsed = keptEdge.safeParse(given);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Two investigations that end at the same moment may lose one of their edges; the next look brings it back. */
export async function keepDiscoveredEdges(
  settings: Pick<SettingStore, 'get' | 'set'>,
  edges: readonly DiscoveredEdge[],
  evidence: readonly Evidence[],
): Promise<void> {
  if (edges.length === 0) return;
  const kept = new Map((await readDiscoveredEdges(settings)).map((edge) => [nameOf(edge), edge]));
  for (const { from, to, evidenceId } of edges) {
    const item = evidence.find(({ id }) => id === evidenceId);
    if (item === undefined) continue;
    const { systemId, probe, incidentId, startedAt } = item;
    const before = kept.get(nameOf({ from, to }));
    kept.delete(nameOf({ from, to }));
    const firstSeenAt = before?.firstSeenAt ?? startedAt;
    kept.set(nameOf({ from, to }), { from, to, systemId, probe, evidenceId, incidentId, firstSeenAt, lastSeenAt: startedAt });
  }
  await settings.set(key, [...kept.values()].slice(-edgesMax));
}

function nameOf({ from, to }: Pick<KeptEdge, 'from' | 'to'>): string {
  return `${from}\0${to}`;
}
