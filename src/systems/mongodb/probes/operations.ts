/** Operations that run now: the longest, who waits for a lock, who holds one and does nothing, index builds. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows } from '../../session/rows.ts';
import type { MongodbClient } from '../client.ts';
import { listAt, numberAt, textAt, valueAt } from '../values.ts';

const operationsMax = 500;

export const operationsProbe = sessionProbe({
  name: 'operations',
  summary: {
    'zh-CN': '正在执行的操作：最久的、等锁的、占着事务不动的、正在建的索引',
    en: 'operations that run now: the longest, those that wait for locks, idle transactions, index builds',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'slow|query|lock|operation|transaction|index build|collscan|stuck|慢|查询|锁|操作|事务|建索引|卡住|全表扫描',
  query: 'db.currentOp({ $or: [{ active: true }, { transaction: { $exists: true } }] })',
  async see(client: MongodbClient, _given, limit) {
    const answer = await client.command('admin', { currentOp: 1, $or: [{ active: true }, { transaction: { $exists: true } }] }, limit);
    const operations = listAt(answer, 'inprog').slice(0, operationsMax).filter(isOfClient);
    const facts = operationFacts(operations);
    return {
      headline: {
        'zh-CN': `${String(operations.length)} 个客户端操作，最久的 ${String(facts['operations.longest.seconds'])} 秒；${String(facts['operations.waiting'])} 个在等锁`,
        en: `${String(operations.length)} operations of clients, the longest ${String(facts['operations.longest.seconds'])} s; ${String(facts['operations.waiting'])} wait for a lock`,
      },
      facts,
      // The shape is kept and values are not: they are people's.
      text: printRows(operations.slice(0, 40).map(printed)),
    };
  },
});

/** Of applications: not replication, not internal threads, not this look. */
function isOfClient(operation: unknown): boolean {
  if (textAt(operation, 'appName') === 'zhiban' || textAt(operation, 'client') === '') return false;
  return !/^(admin\.\$cmd|local\.oplog\.rs)$/.test(textAt(operation, 'ns')) || textAt(operation, 'desc').startsWith('IndexBuild');
}

/** Pure. */
export function operationFacts(operations: readonly unknown[]): Facts {
  const running = operations.filter((each) => valueAt(each, 'active') === true);
  const [longest] = running.toSorted((one, other) => secondsOf(other) - secondsOf(one));
  const waiting = operations.filter((each) => valueAt(each, 'waitingForLock') === true);
  const idle = operations
    .filter((each) => valueAt(each, 'active') !== true && valueAt(each, 'transaction') !== undefined)
    .toSorted((one, other) => idleSecondsOf(other) - idleSecondsOf(one))[0];
  const scanning = running.filter((each) => textAt(each, 'planSummary') === 'COLLSCAN');
  const builds = running.filter((each) => textAt(each, 'msg').startsWith('Index Build') || textAt(each, 'command', 'createIndexes') !== '');
  return {
    'operations.count': running.length,
    'operations.waiting': waiting.length,
    'operations.longest.id': longest === undefined ? '' : idOf(longest),
    'operations.longest.seconds': longest === undefined ? 0 : secondsOf(longest),
    'operations.longest.namespace': textAt(longest, 'ns'),
    'operations.longest.client': clientOf(longest),
    'operations.longest.plan': textAt(longest, 'planSummary'),
    'operations.longest.isQuery': /^(query|getmore|command)$/.test(textAt(longest, 'op')) && !builds.includes(longest),
    'operations.scanning': scanning.length,
    'operations.builds': builds.length,
    'operations.buildNamespace': textAt(builds[0], 'ns'),
    'transactions.idle.client': clientOf(idle),
    'transactions.idle.seconds': idle === undefined ? 0 : idleSecondsOf(idle),
  };
}

function secondsOf(operation: unknown): number {
  return numberAt(operation, 'secs_running') ?? Math.floor((numberAt(operation, 'microsecs_running') ?? 0) / 1e6);
}

function idleSecondsOf(operation: unknown): number {
  return Math.floor((numberAt(operation, 'transaction', 'timeInactiveMicros') ?? 0) / 1e6);
}

/** Of a mongos it has the shard before it. */
function idOf(operation: unknown): string {
  return textAt(operation, 'opid') || String(numberAt(operation, 'opid') ?? '');
}

function clientOf(operation: unknown): string {
  const name = textAt(operation, 'appName');
  return name === '' ? textAt(operation, 'client').replace(/:\d+$/, '') : name;
}

function printed(operation: unknown): Readonly<Record<string, unknown>> {
  const command = valueAt(operation, 'command');
  return {
    opid: idOf(operation),
    op: textAt(operation, 'op'),
    seconds: secondsOf(operation),
    ns: textAt(operation, 'ns'),
    client: clientOf(operation),
    plan: textAt(operation, 'planSummary'),
    waitsForLock: valueAt(operation, 'waitingForLock') === true,
    command: typeof command === 'object' && command !== null ? Object.keys(command).slice(0, 6).join(',') : '',
  };
}
