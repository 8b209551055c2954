/** Databases by size, and the filesystem that they lie on. */

import { z } from 'zod';
import { sessionProbe } from '../../session/probe.ts';
import { printRows, ratioOf } from '../../session/rows.ts';
import type { MongodbClient } from '../client.ts';
import { listAt, numberAt, textAt } from '../values.ts';

export const databasesProbe = sessionProbe({
  name: 'databases',
  summary: { 'zh-CN': '各库大小，以及所在文件系统的余量', en: 'databases by size, and what is left of the filesystem they lie on' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'disk|size|space|storage|database|磁盘|空间|大小|容量|存储',
  query: 'show dbs; db.stats()',
  async see(client: MongodbClient, _given, limit) {
    const answer = await client.command('admin', { listDatabases: 1 }, limit);
    const databases = listAt(answer, 'databases')
      .map((each) => ({ name: textAt(each, 'name'), bytes: numberAt(each, 'sizeOnDisk') ?? 0 }))
      .toSorted((one, other) => other.bytes - one.bytes);
    const stats = await client.optional('admin', { dbStats: 1 }, limit);
    const [largest] = databases;
    const ratio = ratioOf(numberAt(stats, 'fsUsedSize') ?? 0, numberAt(stats, 'fsTotalSize') ?? 0);
    return {
      headline: {
        'zh-CN':
          largest === undefined ? '没有库' : `${String(databases.length)} 个库，最大的是 ${largest.name}（${String(largest.bytes)} 字节）`,
        en:
          largest === undefined
            ? 'no databases'
            : `${String(databases.length)} databases, ${largest.name} is the largest (${String(largest.bytes)} bytes)`,
      },
      facts: {
        'databases.count': databases.length,
        'databases.largest': largest?.name ?? '',
        'databases.largestBytes': largest?.bytes ?? 0,
        'databases.diskRatio': ratio,
      },
      text: printRows(databases.slice(0, 60)),
    };
  },
});
