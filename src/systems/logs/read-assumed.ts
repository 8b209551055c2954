/** The logs of a system that declares none, where a log store knows it by its name. What is not there, or can't be asked, is no fault of anybody. */

import type { LookContext } from '../contract.ts';
import type { AssumedLogs, LogLimit } from './contract.ts';
import { type LogReading, logWindowOf, readingOf, reasonOf } from './read-sources.ts';
import { sourceName } from './source.ts';

export interface AssumedReadings {
  /** Of the stores that know it; none that could not be read. */
  readonly readings: readonly LogReading[];
  /** For people: what was asked of each store, and what it came to. */
  readonly notes: readonly string[];
}

/** A store that has to think about whether it knows a name is one that is in trouble. */
const findWithinMs = 5_000;
const queryShownMax = 300;

export async function readAssumed(assumed: readonly AssumedLogs[], context: LookContext, limit: LogLimit): Promise<AssumedReadings> {
  const found = await Promise.all(assumed.map((each) => readOne(each, context, limit)));
  return { readings: found.flatMap(({ readings }) => readings), notes: found.flatMap(({ notes }) => notes) };
}

async function readOne({ system: id, services }: AssumedLogs, context: LookContext, limit: LogLimit): Promise<AssumedReadings> {
  const system = context.neighbour?.(id) ?? null;
  const store = system?.kind.logStore;
  if (system === null || store?.findService === undefined) return { readings: [], notes: [] };
  try {
    for (const service of services) {
      const within = { ...limit, timeoutMs: Math.min(limit.timeoutMs, findWithinMs) };
      const query = await store.findService(system.client, { service, ...logWindowOf(context) }, within);
      if (query === null) continue;
      const name = sourceName({ system: id, service });
      const reading = await readingOf(name, store, system.client, query, context, limit);
      return { readings: [reading], notes: [`${name}: found by its name, declared nowhere; asked: ${shortened(query)}`] };
    }
    return { readings: [], notes: [`${id}: nothing under the name ${services.map((service) => `'${service}'`).join(' or ')}`] };
  } catch (error) {
    return { readings: [], notes: [`${id}: not read: ${reasonOf(error)}`] };
  }
}

function shortened(query: string): string {
  return query.length > queryShownMax ? `${query.slice(0, queryShownMax)}…` : query;
}
