/** Disks, and the files that wait to be sent to other shards. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ClickhouseClient, Row } from '../client.ts';
import { having, lines, numberOf, ratio, textOf } from '../rows.ts';

export const storageProbe = apiProbe({
  name: 'storage',
  summary: { 'zh-CN': '磁盘空间、Distributed 表的发送队列', en: 'disk space, and what waits to be sent by Distributed tables' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'disk|space|full|distributed|insert|磁盘|空间|写满|分布式|积压',
  query: 'SELECT * FROM system.disks; SELECT * FROM system.distribution_queue',
  facts: [
    'storage.isKnown',
    'storage.disk',
    'storage.path',
    'storage.freeBytes',
    'storage.totalBytes',
    'storage.usedRatio',
    'storage.largestTable',
    'storage.largestBytes',
    'distribution.files',
    'distribution.bytes',
    'distribution.errors',
    'distribution.table',
    'distribution.isBlocked',
    'distribution.reason',
  ],
  async see(client: ClickhouseClient, _given, limit) {
    // Before version 20 the server does not tell of its disks: then its host does.
    const hasDisks = (await client.columns('disks', limit)).size > 0;
    const disks = hasDisks ? await client.read('SELECT name, path, free_space, total_space FROM system.disks', limit, 50) : [];
    const largest = await optional(
      client.read(
        'SELECT database, table, sum(bytes_on_disk) AS size FROM system.parts WHERE active GROUP BY database, table ORDER BY size DESC',
        limit,
        10,
      ),
    );
    const queue = await readQueue(client, limit);
    // Object storage tells a size that is none.
    const sized = disks.filter((row) => numberOf(row.total_space) > 0 && numberOf(row.total_space) < 1e18);
    const used = (row: Row): number => 1 - numberOf(row.free_space) / numberOf(row.total_space);
    const [fullest] = [...sized].sort((left, right) => used(right) - used(left));
    const facts: Facts = {
      'storage.isKnown': hasDisks,
      'storage.largestTable': largest?.[0] === undefined ? '' : `${textOf(largest[0].database)}.${textOf(largest[0].table)}`,
      'storage.largestBytes': numberOf(largest?.[0]?.size),
      ...(fullest === undefined
        ? {}
        : {
            'storage.disk': textOf(fullest.name),
            'storage.path': textOf(fullest.path),
            'storage.freeBytes': numberOf(fullest.free_space),
            'storage.totalBytes': numberOf(fullest.total_space),
            'storage.usedRatio': ratio(used(fullest), 1),
          }),
      ...queue,
    };
    return {
      headline: {
        'zh-CN':
          fullest === undefined
            ? '该版本不提供磁盘信息'
            : `最满的磁盘 ${textOf(fullest.name)} 已用 ${String(Math.round(used(fullest) * 100))}%`,
        en:
          fullest === undefined
            ? 'this version does not tell of its disks'
            : `the fullest disk, ${textOf(fullest.name)}, is ${String(Math.round(used(fullest) * 100))}% used`,
      },
      facts,
      text: `${lines(disks)}\n${lines(largest ?? [])}`,
    };
  },
});

async function readQueue(client: ClickhouseClient, limit: HttpLimit): Promise<Facts> {
  const columns = having(
    ['database', 'table', 'is_blocked', 'error_count', 'data_files', 'data_compressed_bytes', 'last_exception'],
    await client.columns('distribution_queue', limit),
  );
  if (!columns.includes('data_files')) return {};
  const rows = await optional(
    client.read(`SELECT ${columns.join(', ')} FROM system.distribution_queue ORDER BY data_files DESC`, limit, 50),
  );
  if (rows === null) return {};
  const sum = (name: string): number => rows.reduce((total, row) => total + numberOf(row[name]), 0);
  const first = rows.find((row) => numberOf(row.error_count) > 0) ?? rows[0];
  return {
    'distribution.files': sum('data_files'),
    'distribution.bytes': sum('data_compressed_bytes'),
    'distribution.errors': sum('error_count'),
    'distribution.table': first === undefined ? '' : `${textOf(first.database)}.${textOf(first.table)}`,
    'distribution.isBlocked': rows.some((row) => numberOf(row.is_blocked) === 1),
    'distribution.reason': textOf(first?.last_exception).slice(0, 300),
  };
}
