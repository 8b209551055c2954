/** Whether it can be reached, what it is, whether it takes writes, and whether newcomers get an answer. */

import { z } from 'zod';
import { sessionProbe } from '../../session/probe.ts';
import { flagOf, numberOf, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';
import { dialectOf, first, readStatus, readVariables } from './mysql-probe.ts';

const names = [
  'read_only',
  'super_read_only',
  'offline_mode',
  'version_comment',
  'server_id',
  'log_bin',
  'datadir',
  'tmpdir',
  'innodb_read_only',
  'innodb_force_recovery',
];

export const serverProbe = sessionProbe({
  name: 'server',
  summary: { 'zh-CN': '能否连接、版本、运行时长、是否只读', en: 'reachability, version, uptime, read-only' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'mysql|mariadb|tidb|database|down|up|数据库|宕机|连不上',
  query: 'SELECT version(), current_user(); SHOW GLOBAL VARIABLES LIKE "%read_only%"; a new connection',
  async see(client: MysqlClient, _given, limit) {
    const row = first(await client.read('SELECT version() AS version, current_user() AS account', [], limit));
    const variables = await readVariables(client, names, limit);
    const uptime = numberOf((await readStatus(client, ['Uptime'], limit)).get('uptime'));
    const newcomers = await client.newcomers({ ...limit, timeoutMs: 2_000 });
    const readOnly = variables.get('read_only') ?? 'OFF';
    const facts = {
      'reach.isOk': true,
      'server.version': textOf(row.version),
      'server.dialect': dialectOf(textOf(row.version)),
      'server.uptimeSeconds': uptime,
      'server.isReadOnly': !/^(OFF|0)$/i.test(readOnly),
      'server.isSuperReadOnly': flagOf(variables.get('super_read_only')),
      'server.isOffline': flagOf(variables.get('offline_mode')),
      'server.isInnodbReadOnly': flagOf(variables.get('innodb_read_only')),
      'server.forceRecovery': numberOf(variables.get('innodb_force_recovery')),
      'server.writesBinlog': flagOf(variables.get('log_bin')),
      'server.dataDirectory': variables.get('datadir') ?? null,
      'server.temporaryDirectory': variables.get('tmpdir') ?? null,
      'server.newcomers': newcomers,
    };
    return {
      headline: {
        'zh-CN': `${facts['server.version']}，已运行 ${String(uptime)} 秒${facts['server.isReadOnly'] ? '，只读' : ''}${newcomers === 'answered' ? '' : `，新连接：${newcomers}`}`,
        en: `${facts['server.version']}, up ${String(uptime)} s${facts['server.isReadOnly'] ? ', read-only' : ''}${newcomers === 'answered' ? '' : `, newcomers: ${newcomers}`}`,
      },
      facts,
      text: [...variables].map(([name, value]) => `${name} ${value}`).join('\n'),
    };
  },
});
