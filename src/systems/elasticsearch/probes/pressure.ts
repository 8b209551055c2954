/** Memory that writes in flight hold, and writes that were refused for it: `indexing_pressure`, which versions before 7.9 don't have. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { optional } from '../../http-api/failure.ts';
import type { ElasticsearchClient } from '../client.ts';

const count = z.number().catch(0);
const memory = z.object({
  current: z.object({ all_in_bytes: count }).catch({ all_in_bytes: 0 }),
  total: z.object({
    coordinating_in_bytes: count,
    coordinating_rejections: count,
    primary_rejections: count,
    replica_rejections: count,
  }),
  limit_in_bytes: count,
});
const answer = z.object({
  nodes: z.record(z.string(), z.object({ name: z.string(), indexing_pressure: z.object({ memory }) })).default({}),
});

type Pressure = z.infer<typeof answer>['nodes'];

export const pressureFactNames = [
  'nodes.pressure.node',
  'nodes.pressure.rejected',
  'nodes.pressure.rejectedRecent',
  'nodes.pressure.limitBytes',
  'nodes.pressure.usedRatio',
  'nodes.pressure.bytesPerSecond',
] as const;

/** Null where this version has none, or the account may not look. */
export async function readPressure(client: ElasticsearchClient, limit: HttpLimit): Promise<Pressure | null> {
  const path = '_nodes/stats/indexing_pressure?filter_path=nodes.*.name,nodes.*.indexing_pressure';
  return (await optional(client.read(path, answer, limit)))?.nodes ?? null;
}

/** Pure: of the node that refused most, lately or ever. */
export function pressureFacts(before: Pressure | null, after: Pressure | null, seconds: number): Facts {
  if (after === null) return Object.fromEntries(pressureFactNames.map((name) => [name, null]));
  const nodes = Object.entries(after).map(
    ([
      id,
      {
        name,
        indexing_pressure: { memory: now },
      },
    ]) => {
      const was = before?.[id]?.indexing_pressure.memory;
      const grownBytes = was === undefined ? 0 : now.total.coordinating_in_bytes - was.total.coordinating_in_bytes;
      const grown = was === undefined ? 0 : rejectedOf(now) - rejectedOf(was);
      return { name, now, rejected: rejectedOf(now), recent: Math.max(0, grown), grownBytes: Math.max(0, grownBytes) };
    },
  );
  const [worst] = nodes.toSorted((one, other) => other.recent - one.recent || other.rejected - one.rejected);
  const used = Math.max(0, ...nodes.map(({ now }) => (now.limit_in_bytes > 0 ? now.current.all_in_bytes / now.limit_in_bytes : 0)));
  return {
    'nodes.pressure.node': worst === undefined || worst.rejected === 0 ? '' : worst.name,
    'nodes.pressure.rejected': nodes.reduce((sum, { rejected }) => sum + rejected, 0),
    'nodes.pressure.rejectedRecent': nodes.reduce((sum, { recent }) => sum + recent, 0),
    'nodes.pressure.limitBytes': worst?.now.limit_in_bytes ?? 0,
    'nodes.pressure.usedRatio': Math.round(used * 1_000) / 1_000,
    'nodes.pressure.bytesPerSecond': Math.round(nodes.reduce((sum, { grownBytes }) => sum + grownBytes, 0) / Math.max(0.5, seconds)),
  };
}

function rejectedOf({ total }: z.infer<typeof memory>): number {
  return total.coordinating_rejections + total.primary_rejections + total.replica_rejections;
}
