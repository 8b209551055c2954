/** Names of keys by a filter, walked in bounded steps: a large Redis is never listed whole. */

import type { RedisClient } from './client.ts';
import type { RedisLimit } from './connection.ts';
import { listOf, textOf } from './reply.ts';

const roundsMax = 30;
const keysPerRound = 1_000;

/** `filter` as SCAN takes it (`TYPE stream`, `MATCH *lock*`). Ends with so many names that are `wanted`, or after 30 rounds. Throws RedisFailure. */
export async function scanKeys(
  client: RedisClient,
  filter: readonly string[],
  max: number,
  limit: RedisLimit,
  isWanted: (name: string) => boolean = () => true,
): Promise<readonly string[]> {
  const found: string[] = [];
  let cursor = '0';
  for (let round = 0; round < roundsMax && found.length < max; round += 1) {
    const [next, names] = listOf(await client.call(['SCAN', cursor, 'COUNT', keysPerRound, ...filter], limit));
    found.push(...listOf(names).map(textOf).filter(isWanted));
    cursor = textOf(next);
    if (cursor === '0' || cursor === '') break;
  }
  return found.slice(0, max);
}
