/** Replicated tables as this server sees them: read-only, expired, behind; and what their queues are stuck on. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ClickhouseClient, Row } from '../client.ts';
import { having, lines, numberOf, textOf } from '../rows.ts';

/** Without those that make the server ask Keeper for every table. */
const replicaColumns = [
  'database',
  'table',
  'is_readonly',
  'is_session_expired',
  'future_parts',
  'parts_to_check',
  'queue_size',
  'inserts_in_queue',
  'merges_in_queue',
  'absolute_delay',
  'readonly_start_time',
  'zookeeper_exception',
];

export const replicationProbe = apiProbe({
  name: 'replication',
  summary: { 'zh-CN': '复制表：只读、会话过期、延迟、队列', en: 'replicated tables: read-only, expired sessions, delay, queues' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'replica|replicat|readonly|read-only|keeper|zookeeper|queue|delay|lag|副本|复制|只读|队列|延迟',
  query: 'SELECT * FROM system.replicas; SELECT * FROM system.replication_queue',
  facts: [
    'replication.tables',
    'replication.readonly',
    'replication.readonlyRatio',
    'replication.readonlyTable',
    'replication.readonlyDatabase',
    'replication.readonlyName',
    'replication.expired',
    'replication.keeperError',
    'replication.delaySeconds',
    'replication.delayTable',
    'replication.queue',
    'replication.queueTable',
    'replication.stuck.table',
    'replication.stuck.database',
    'replication.stuck.name',
    'replication.stuck.type',
    'replication.stuck.tries',
    'replication.stuck.seconds',
    'replication.stuck.reason',
  ],
  async see(client: ClickhouseClient, _given, limit) {
    const present = await client.columns('replicas', limit);
    const columns = having(replicaColumns, present);
    const tables = columns.length === 0 ? [] : await client.read(`SELECT ${columns.join(', ')} FROM system.replicas`, limit, 1_000);
    const queue =
      tables.length === 0
        ? []
        : ((await optional(
            client.read(
              'SELECT database, table, type, num_tries, last_exception, now() - create_time AS age FROM system.replication_queue WHERE num_tries > 1 ORDER BY num_tries DESC',
              limit,
              30,
            ),
          )) ?? []);
    const facts = { ...tableFacts(tables), ...stuckFacts(queue) };
    return {
      headline: {
        'zh-CN': `${String(tables.length)} 张复制表，${String(facts['replication.readonly'])} 张只读，最大延迟 ${String(facts['replication.delaySeconds'])} 秒`,
        en: `${String(tables.length)} replicated tables, ${String(facts['replication.readonly'])} read-only, up to ${String(facts['replication.delaySeconds'])} s behind`,
      },
      facts,
      text: `${lines(tables.slice(0, 60))}\n${lines(queue)}`,
    };
  },
});

function tableFacts(tables: readonly Row[]): Facts {
  const readonly = tables.filter((row) => numberOf(row.is_readonly) === 1);
  const most = (name: string): Row | undefined => [...tables].sort((left, right) => numberOf(right[name]) - numberOf(left[name]))[0];
  const [behind, queued] = [most('absolute_delay'), most('queue_size')];
  const [first] = readonly;
  return {
    'replication.tables': tables.length,
    'replication.readonly': readonly.length,
    'replication.readonlyRatio': tables.length === 0 ? 0 : Math.round((readonly.length / tables.length) * 1_000) / 1_000,
    'replication.readonlyTable': first === undefined ? '' : nameOf(first),
    'replication.readonlyDatabase': textOf(first?.database),
    'replication.readonlyName': textOf(first?.table),
    'replication.expired': tables.filter((row) => numberOf(row.is_session_expired) === 1).length,
    'replication.keeperError': textOf(tables.find((row) => textOf(row.zookeeper_exception) !== '')?.zookeeper_exception).slice(0, 300),
    'replication.delaySeconds': numberOf(behind?.absolute_delay),
    'replication.delayTable': behind === undefined ? '' : nameOf(behind),
    'replication.queue': numberOf(queued?.queue_size),
    'replication.queueTable': queued === undefined ? '' : nameOf(queued),
  };
}

function stuckFacts([first]: readonly Row[]): Facts {
  if (first === undefined) return { 'replication.stuck.tries': 0 };
  return {
    'replication.stuck.table': nameOf(first),
    'replication.stuck.database': textOf(first.database),
    'replication.stuck.name': textOf(first.table),
    'replication.stuck.type': textOf(first.type),
    'replication.stuck.tries': numberOf(first.num_tries),
    'replication.stuck.seconds': Math.max(0, numberOf(first.age)),
    'replication.stuck.reason': textOf(first.last_exception).slice(0, 300),
  };
}

function nameOf(row: Row): string {
  return `${textOf(row.database)}.${textOf(row.table)}`;
}
