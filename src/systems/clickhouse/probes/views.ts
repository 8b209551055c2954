/** Materialized views whose table is gone: every insert into their source fails then. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ClickhouseClient, Row } from '../client.ts';
import { having, textOf } from '../rows.ts';

export const viewsProbe = apiProbe({
  name: 'views',
  summary: { 'zh-CN': '物化视图：目标表是否还在', en: 'materialized views: whether the tables that they write to are there' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'insert|view|materialized|ingest|missing|exist|写入|视图|物化|不存在',
  query: 'SELECT database, name, engine, create_table_query FROM system.tables',
  facts: ['views.count', 'views.broken.count', 'views.broken.name', 'views.broken.target', 'views.broken.source'],
  async see(client: ClickhouseClient, _given, limit) {
    const columns = having(['database', 'name', 'uuid', 'create_table_query'], await client.columns('tables', limit));
    const [views, tables] = await Promise.all([
      client.read(`SELECT ${columns.join(', ')} FROM system.tables WHERE engine = 'MaterializedView'`, limit, 500),
      client.read('SELECT database, name FROM system.tables', limit, 20_000),
    ]);
    const facts = viewFacts(views, tables);
    const broken = String(facts['views.broken.count']);
    return {
      headline: {
        'zh-CN': `物化视图 ${String(views.length)} 个，其中 ${broken} 个的目标表不存在`,
        en: `${String(views.length)} materialized views, ${broken} of them without the table that they write to`,
      },
      facts,
      text: views.map((row) => `${textOf(row.database)}.${textOf(row.name)} -> ${targetsOf(row).join(' or ')}`).join('\n'),
    };
  },
});

/** Pure: the views and all tables in, facts out. */
export function viewFacts(views: readonly Row[], tables: readonly Row[]): Facts {
  const known = new Set(tables.map((row) => `${textOf(row.database)}.${textOf(row.name)}`));
  const broken = views.filter((row) => textOf(row.create_table_query) !== '' && !targetsOf(row).some((target) => known.has(target)));
  const [first] = broken;
  return {
    'views.count': views.length,
    'views.broken.count': broken.length,
    'views.broken.name': first === undefined ? null : `${textOf(first.database)}.${textOf(first.name)}`,
    'views.broken.target': first === undefined ? null : (targetsOf(first)[0] ?? null),
    'views.broken.source': first === undefined ? null : sourceOf(first),
  };
}

const name = '(`[^`]+`|[\\w-]+)(?:\\.(`[^`]+`|[\\w-]+))?';

/** The table after TO, or else the hidden one, which is named for the view or, in Atomic databases, for its id. */
function targetsOf(view: Row): readonly string[] {
  const database = textOf(view.database);
  const [head = ''] = textOf(view.create_table_query).split(/\bAS\s+(?:SELECT|WITH)\b/i);
  const stated = new RegExp(`^\\s*(?:CREATE|ATTACH) MATERIALIZED VIEW .*?\\sTO\\s+${name}`, 'is').exec(head);
  if (stated !== null) return [qualified(stated[1] ?? '', stated[2], database)];
  const id = textOf(view.uuid);
  return [`${database}.${id === '' ? `.inner.${textOf(view.name)}` : `.inner_id.${id}`}`, `${database}.${`.inner.${textOf(view.name)}`}`];
}

function sourceOf(view: Row): string | null {
  const [, body = ''] = textOf(view.create_table_query).split(/\bAS\s+(?=SELECT\b|WITH\b)/i);
  const from = new RegExp(`\\bFROM\\s+${name}`, 'i').exec(body);
  return from === null ? null : qualified(from[1] ?? '', from[2], textOf(view.database));
}

function qualified(one: string, other: string | undefined, database: string): string {
  const plain = (text: string): string => text.replaceAll('`', '');
  return other === undefined ? `${database}.${plain(one)}` : `${plain(one)}.${plain(other)}`;
}
