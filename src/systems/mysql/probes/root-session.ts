/** The session at the root of a queue, as far as what it ran says whether it was forgotten or goes on. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';
import { readLastStatement, readSession, sessionFacts } from './session-statements.ts';

/** A batch that rests between its statements rests for less. */
const betweenMs = 1_200;

/** What the sessions ran that hold row locks, metadata locks or tables; each is asked only where somebody waits for it. */
export async function readHolders(client: MysqlClient, facts: Facts, limit: SessionLimit): Promise<Facts> {
  const isWaitedFor = numberOf(facts['locks.waiting']) > 0 && numberOf(facts['locks.root.id']) > 0;
  const isQueued = numberOf(facts['locks.metadata.waiting']) > 0;
  const parts = await Promise.all([
    readHolder(client, 'locks.root', isWaitedFor ? facts : {}, numberOf(facts['locks.root.transactionSeconds']), limit),
    readHolder(client, 'locks.holder', isQueued ? facts : {}, numberOf(facts['locks.holder.seconds']), limit),
    readHolder(client, 'locks.keeper', isQueued ? facts : {}, numberOf(facts['locks.keeper.seconds']), limit),
  ]);
  return Object.assign({}, ...parts) as Facts;
}

async function readHolder(client: MysqlClient, prefix: string, facts: Facts, seconds: number, limit: SessionLimit): Promise<Facts> {
  const id = numberOf(facts[`${prefix}.id`]);
  if (id === 0) return sessionFacts(prefix, null, null, null);
  const before = await readSession(client, id, limit);
  await sleep(betweenMs, undefined, { signal: limit.signal }).catch(() => undefined);
  const after = await readSession(client, id, limit);
  const table = textOf(facts[`${prefix}.table`]);
  return sessionFacts(prefix, before, after, await readLastStatement(client, id, after, { table, seconds }, limit));
}
