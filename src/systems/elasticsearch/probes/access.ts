/** What applications run into while the cluster is green: closed indices, refreshing that is off, aliases that nobody can write to. */

import { z } from 'zod';
import type { Labels } from '../../../domain/alert.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ElasticsearchClient } from '../client.ts';
import { flatten } from '../settings-form.ts';

const index = z.object({ index: z.string(), status: z.string().nullish() });
const alias = z.object({ alias: z.string(), index: z.string(), is_write_index: z.string().nullish() });
const allSettings = z.record(z.string(), z.unknown());

type Index = z.infer<typeof index>;
type Alias = z.infer<typeof alias>;

const namesMax = 200;
const shownMax = 8;

export const accessProbe = apiProbe({
  name: 'access',
  summary: {
    'zh-CN': '应用会碰到的：关闭的索引、关掉的刷新、无法写入的别名',
    en: 'what applications run into: closed indices, refreshing that is off, aliases without a write index',
  },
  parameters: z.strictObject({ names: z.array(z.string().max(255)).max(namesMax).default([]) }),
  cost: 'cheap',
  hints: 'index|alias|closed|refresh|search|write|索引|别名|关闭|刷新|搜不到|写入',
  query: 'GET /_cat/indices, GET /_all/_settings, GET /_cat/aliases',
  facts: [
    'access.closed',
    'access.closedNames',
    'access.closedNamed',
    'access.unrefreshed',
    'access.unrefreshedNames',
    'access.unrefreshedFirst',
    'access.unwritable',
    'access.unwritableNames',
    'access.unwritableNamed',
    'access.unwritableIndices',
  ],
  aimedAt: (words, labels) => ({ names: namesIn(words, labels) }),
  async see(client: ElasticsearchClient, { names }, limit) {
    const refresh = '_all/_settings?expand_wildcards=open&filter_path=*.settings.index.refresh_interval';
    const [indices, settings, aliases] = await Promise.all([
      client.read('_cat/indices?format=json&expand_wildcards=all&h=index,status', z.array(index), limit),
      optional(client.read(refresh, allSettings, limit)),
      optional(client.read('_cat/aliases?format=json&h=alias,index,is_write_index', z.array(alias), limit)),
    ]);
    const facts: Facts = {
      ...closedFacts(indices, names),
      ...(settings === null ? {} : refreshFacts(new Map(Object.entries(settings).map(([name, each]) => [name, flatten(each)])))),
      ...(aliases === null ? {} : aliasFacts(aliases, names)),
    };
    return {
      headline: {
        'zh-CN': `关闭的索引 ${String(facts['access.closed'])} 个，关掉刷新的 ${String(facts['access.unrefreshed'] ?? '?')} 个，没有写入目标的别名 ${String(facts['access.unwritable'] ?? '?')} 个`,
        en: `${String(facts['access.closed'])} closed indices, ${String(facts['access.unrefreshed'] ?? '?')} without refreshing, ${String(facts['access.unwritable'] ?? '?')} aliases of several indices without a write index`,
      },
      facts,
      text: Object.entries(facts)
        .map(([name, value]) => `${name} = ${String(value)}`)
        .join('\n'),
    };
  },
});

/** Everything that could be the name of an index, in the words and the labels. */
export function namesIn(words: string, labels: readonly Labels[]): readonly string[] {
  const told = labels.flatMap((each) => Object.values(each));
  const found = `${told.join(' ')} ${words}`.match(/[a-z0-9][a-z0-9._-]{1,254}/g) ?? [];
  return [...new Set(found.map((name) => name.replace(/[._-]+$/, '')))].slice(0, namesMax);
}

const isOwn = (name: string): boolean => !name.startsWith('.');

function closedFacts(indices: readonly Index[], named: readonly string[]): Facts {
  const closed = indices.filter(({ status, index: name }) => status === 'close' && isOwn(name)).map((each) => each.index);
  return {
    'access.closed': closed.length,
    'access.closedNames': closed.slice(0, shownMax).join(', '),
    'access.closedNamed': closed.find((name) => named.includes(name)) ?? '',
  };
}

function refreshFacts(byIndex: ReadonlyMap<string, ReadonlyMap<string, string>>): Facts {
  const off = [...byIndex].filter(([name, settings]) => settings.get('settings.index.refresh_interval') === '-1' && isOwn(name));
  return {
    'access.unrefreshed': off.length,
    'access.unrefreshedNames': off
      .slice(0, shownMax)
      .map(([name]) => name)
      .join(', '),
    'access.unrefreshedFirst': off[0]?.[0] ?? '',
  };
}

function aliasFacts(aliases: readonly Alias[], named: readonly string[]): Facts {
  const unwritable = [...Map.groupBy(aliases, (each) => each.alias)].filter(
    ([name, of]) => of.length > 1 && isOwn(name) && of.every((each) => each.is_write_index !== 'true'),
  );
  const meant = unwritable.find(([name]) => named.includes(name));
  return {
    'access.unwritable': unwritable.length,
    'access.unwritableNames': unwritable
      .slice(0, shownMax)
      .map(([name]) => name)
      .join(', '),
    'access.unwritableNamed': meant?.[0] ?? '',
    'access.unwritableIndices': (meant?.[1] ?? [])
      .slice(0, shownMax)
      .map((each) => each.index)
      .join(', '),
  };
}
