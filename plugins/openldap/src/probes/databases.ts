/** The databases: how full the map of the fullest one is, and its readers. */

import type { DirectoryEntry } from '../messages.ts';
import { ldapProbe, monitor, numberIn, ratioOf } from './ldap-probe.ts';

export const databasesProbe = ldapProbe({
  name: 'databases',
  summary: { en: 'How full the fullest database is, and its readers', 'zh-CN': '最满的数据库的容量与读者数' },
  cost: 'cheap',
  hints: 'full|MDB_|mapsize|write|database|写入|已满|数据库',
  facts: [
    'database.count',
    'database.suffix',
    'database.pagesUsed',
    'database.pagesMax',
    'database.usedRatio',
    'database.readersUsed',
    'database.readersMax',
    'database.readersRatio',
  ],
  query: '-b cn=Databases,cn=Monitor',
  async see(client, context) {
    const entries = await monitor(client, 'cn=Databases,', context);
    const maps = entries.filter(({ attributes }) => attributes.has('olmmdbpagesmax'));
    const fullest = maps.toSorted((one, other) => (usedOf(other) ?? 0) - (usedOf(one) ?? 0))[0];
    const used = fullest === undefined ? null : usedOf(fullest);
    const suffix = fullest === undefined ? null : suffixOf(fullest);
    const share = used === null ? '?' : `${Math.round(used * 100)}%`;
    return {
      headline: {
        en: `${suffix ?? 'no database'}: ${share} of its map used`,
        'zh-CN': `${suffix ?? '没有数据库'}：已用容量 ${share}`,
      },
      facts: {
        'database.count': maps.length,
        'database.suffix': suffix,
        'database.pagesUsed': numberIn(fullest, 'olmMDBPagesUsed'),
        'database.pagesMax': numberIn(fullest, 'olmMDBPagesMax'),
        'database.usedRatio': used,
        'database.readersUsed': numberIn(fullest, 'olmMDBReadersUsed'),
        'database.readersMax': numberIn(fullest, 'olmMDBReadersMax'),
        'database.readersRatio': ratioOf(numberIn(fullest, 'olmMDBReadersUsed'), numberIn(fullest, 'olmMDBReadersMax')),
      },
      entries,
    };
  },
});

function usedOf(entry: DirectoryEntry): number | null {
  return ratioOf(numberIn(entry, 'olmMDBPagesUsed'), numberIn(entry, 'olmMDBPagesMax'));
}

function suffixOf({ attributes }: DirectoryEntry): string | null {
  return attributes.get('namingcontexts')?.[0] ?? null;
}
