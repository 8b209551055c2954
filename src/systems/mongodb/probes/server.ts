/** Whether it can be reached, what it is, and how near it is to its own limits. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { ratioOf } from '../../session/rows.ts';
import type { MongodbClient } from '../client.ts';
import { numberAt, textAt, valueAt } from '../values.ts';

export const serverProbe = sessionProbe({
  name: 'server',
  summary: {
    'zh-CN': '能否访问、版本、角色、连接数、WiredTiger 缓存与票据、排队、流控',
    en: 'reachability, version, role, connections, WiredTiger’s cache and tickets, queues, flow control',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'mongo|down|connection|cache|ticket|queue|version|restart|flow control|连接|缓存|票据|排队|重启|宕机|版本',
  query: 'db.hello(); db.serverStatus()',
  async see(client: MongodbClient, _given, limit) {
    const [hello, build] = await Promise.all([
      client.command('admin', { hello: 1 }, limit),
      client.optional('admin', { buildInfo: 1 }, limit),
    ]);
    const status = await client.optional('admin', { serverStatus: 1, locks: 0, tcmalloc: 0 }, limit);
    const role = roleOf(hello);
    const facts: Facts = { 'reach.isOk': true, 'server.role': role, 'server.version': textAt(build, 'version'), ...statusFacts(status) };
    return {
      headline: {
        'zh-CN': `MongoDB ${textAt(build, 'version')}（${role}），${String(facts['server.connections'])} 个连接，已运行 ${String(facts['server.uptimeSeconds'])} 秒`,
        en: `MongoDB ${textAt(build, 'version')} (${role}), ${String(facts['server.connections'])} connections, up ${String(facts['server.uptimeSeconds'])} s`,
      },
      facts,
      text: Object.entries(facts)
        .map(([name, value]) => `${name}=${String(value)}`)
        .join('\n'),
    };
  },
});

function roleOf(hello: unknown): string {
  if (textAt(hello, 'msg') === 'isdbgrid') return 'mongos';
  if (textAt(hello, 'setName') === '') return 'standalone';
  if (valueAt(hello, 'isWritablePrimary') === true) return 'primary';
  if (valueAt(hello, 'arbiterOnly') === true) return 'arbiter';
  return valueAt(hello, 'secondary') === true ? 'secondary' : 'other';
}

/** Pure; of `serverStatus` as the manual has it. What a server does not tell is zero, and a ratio of nothing too. */
export function statusFacts(status: unknown): Facts {
  const at = (...path: readonly string[]): number => numberAt(status, ...path) ?? 0;
  const cacheMax = at('wiredTiger', 'cache', 'maximum bytes configured');
  const connections = at('connections', 'current');
  const connectionsMax = connections + at('connections', 'available');
  return {
    'server.knowsStatus': status !== null,
    'server.uptimeSeconds': Math.round(at('uptime')),
    'server.connections': connections,
    'server.connectionsMax': at('connections', 'available') > 0 ? connectionsMax : connections,
    'server.connectionsRatio': 'number' === typeof numberAt(status, 'connections', 'available') ? ratioOf(connections, connectionsMax) : 0,
    'server.connectionsRejected': at('connections', 'rejected'),
    'server.queuedReaders': at('globalLock', 'currentQueue', 'readers'),
    'server.queuedWriters': at('globalLock', 'currentQueue', 'writers'),
    'cache.usedRatio': ratioOf(at('wiredTiger', 'cache', 'bytes currently in the cache'), cacheMax),
    'cache.dirtyRatio': ratioOf(at('wiredTiger', 'cache', 'tracked dirty bytes in the cache'), cacheMax),
    ...ticketFacts(status, 'read'),
    ...ticketFacts(status, 'write'),
    'flow.isLagged': valueAt(status, 'flowControl', 'isLagged') === true,
    'flow.targetRate': at('flowControl', 'targetRateLimit'),
    'cursors.open': at('metrics', 'cursor', 'open', 'total'),
    'cursors.withoutTimeout': at('metrics', 'cursor', 'open', 'noTimeout'),
    'sessions.active': at('logicalSessionRecordCache', 'activeSessionsCount'),
    'transactions.open': at('transactions', 'currentOpen'),
    'transactions.inactive': at('transactions', 'currentInactive'),
  };
}

/** Since 7.0 they are `queues.execution`, before they were WiredTiger's own. */
function ticketFacts(status: unknown, sort: 'read' | 'write'): Readonly<Record<string, number>> {
  const [newer, older] = [
    ['queues', 'execution', sort],
    ['wiredTiger', 'concurrentTransactions', sort],
  ] as const;
  const path = numberAt(status, ...newer, 'totalTickets') === null ? older : newer;
  const total = numberAt(status, ...path, 'totalTickets') ?? 0;
  const out = numberAt(status, ...path, 'out') ?? 0;
  return { [`tickets.${sort}.total`]: total, [`tickets.${sort}.usedRatio`]: ratioOf(out, total) };
}
