/** Where the server is: at its address, at one of the seeds of its cluster, or where the sentinels say that the primary is now. */

import type { RedisEntry } from './entry.ts';
import { RedisFailure } from './failure.ts';

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** `host:port` or `[::1]:port`. */
export function placeOf(address: string): Place {
  const at = address.lastIndexOf(':');
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) };
}

export function addressOf({ host, port }: Place): string {
  return `${host}:${String(port)}`;
}

/** Those that it may be found at without asking anybody; empty when sentinels have to be asked. */
export function declaredPlaces(entry: RedisEntry): readonly Place[] {
  if (entry.url === undefined) return [];
  const url = new URL(entry.url);
  const host = url.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1';
  return [{ host, port: url.port === '' ? 6379 : Number(url.port) }, ...entry.seeds.map(placeOf)];
}

export function databaseOf(entry: RedisEntry): number {
  return entry.url === undefined ? 0 : Number(new URL(entry.url).pathname.slice(1) || '0');
}

/** Problems of the way there: the next place may still be good. A refused login would be refused there as well. */
const elsewhereProblems: readonly RedisFailure['problem'][] = ['refused', 'timed-out', 'dns', 'no-route', 'reset', 'hung'];

/** The first place where `open` succeeds. Throws the first failure, with the number of places that were tried. */
export async function firstThatOpens<T>(places: readonly Place[], open: (place: Place) => Promise<T>): Promise<T> {
  let first: RedisFailure | undefined;
  for (const place of places) {
    try {
      return await open(place);
    } catch (error) {
      if (!(error instanceof RedisFailure) || !elsewhereProblems.includes(error.problem)) throw error;
      first ??= error;
    }
  }
  if (first === undefined) throw new RangeError('There is no place to connect to');
  if (places.length === 1) throw first;
  const message = `${first.message} (and no other of ${String(places.length)} addresses could be reached)`;
  throw new RedisFailure(message, { problem: first.problem, stage: first.stage, code: first.code, cause: first });
}
