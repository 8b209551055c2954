/** Makes a probe of memcached: it is spoken to in a session, as a database is, and fails in the same ways. */

import type { LookContext, Probe } from '../../contract.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { type SessionProbe, sessionProbe } from '../../session/probe.ts';
import type { MemcachedClient, Stats } from '../client.ts';

export function memcachedProbe<Given extends Readonly<Record<string, unknown>>>(
  given: SessionProbe<MemcachedClient, Given>,
): Probe<MemcachedClient> {
  return sessionProbe(given);
}

export interface Window {
  readonly before: Stats;
  readonly after: Stats;
  readonly seconds: number;
}

/** The counters twice, so far apart. */
export async function statsOverTime(client: MemcachedClient, windowMs: number, limit: SessionLimit, context: LookContext): Promise<Window> {
  const before = await client.stats('', limit);
  const startedMs = context.clock.now();
  await context.clock.sleep(windowMs, context.signal);
  const after = await client.stats('', limit);
  return { before, after, seconds: Math.max(0.05, (context.clock.now() - startedMs) / 1_000) };
}
