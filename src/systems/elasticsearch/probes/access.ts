/** What applications run into while the cluster is green: closed indices, refreshing that is off, aliases and pipelines that refuse every write. */

import { z } from 'zod';
import type { Labels } from '../../../domain/alert.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ElasticsearchClient } from '../client.ts';
import { flatten } from '../settings-form.ts';
import { emptyAliasFacts } from './empty-aliases.ts';

const index = z.object({ index: z.string(), status: z.string().nullish(), 'docs.count': z.string().nullish() });
const alias = z.object({ alias: z.string(), index: z.string(), is_write_index: z.string().nullish() });
const nodesIngest = z.object({
  nodes: z.record(z.string(), z.object({ ingest: z.object({ pipelines: z.record(z.string(), z.unknown()).nullish() }) })),
});
const allSettings = z.record(z.string(), z.unknown());

type Index = z.infer<typeof index>;
type Alias = z.infer<typeof alias>;

const namesMax = 200;
const shownMax = 8;

export const accessProbe = apiProbe({
  name: 'access',
  summary: {
    'zh-CN': '应用会碰到的：关闭的索引、关掉的刷新、无法写入或指向空索引的别名、不存在的写入管道',
    en: 'what applications run into: closed indices, refreshing that is off, aliases without a write index or of empty indices, ingest pipelines that are missing',
  },
  parameters: z.strictObject({ names: z.array(z.string().max(255)).max(namesMax).default([]) }),
  cost: 'cheap',
  hints: 'index|alias|closed|refresh|search|write|pipeline|索引|别名|关闭|刷新|搜不到|没有结果|写入|管道',
  query: 'GET /_cat/indices, GET /_all/_settings, GET /_cat/aliases, GET /_nodes/stats/ingest',
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
    'access.emptyAliases',
    'access.emptyAlias',
    'access.emptyAliasIndex',
    'access.fullSibling',
    'access.fullSiblingDocuments',
    'access.isSiblingLeft',
    'access.isEmptyAliasNamed',
    'access.pipelinesMissing',
    'access.pipelineMissing',
    'access.pipelineIndex',
  ],
  aimedAt: (words, labels) => ({ names: namesIn(words, labels) }),
  async see(client: ElasticsearchClient, { names }, limit) {
    const wanted = ['refresh_interval', 'default_pipeline', 'final_pipeline'].map((name) => `*.settings.index.${name}`).join(',');
    const [indices, settings, aliases, ingest] = await Promise.all([
      client.read('_cat/indices?format=json&expand_wildcards=all&h=index,status,docs.count', z.array(index), limit),
      optional(client.read(`_all/_settings?expand_wildcards=open&filter_path=${wanted}`, allSettings, limit)),
      optional(client.read('_cat/aliases?format=json&h=alias,index,is_write_index', z.array(alias), limit)),
      // Every node knows all pipelines; to list them elsewhere takes a right of its own.
      optional(
        client.read('_nodes/stats/ingest?filter_path=nodes.*.ingest.pipelines.*.count,nodes.*.ingest.total.count', nodesIngest, limit),
      ),
    ]);
    const byIndex = settings === null ? null : new Map(Object.entries(settings).map(([name, each]) => [name, flatten(each)]));
    const facts: Facts = {
      ...closedFacts(indices, names),
      ...(byIndex === null ? {} : refreshFacts(byIndex)),
      ...(byIndex === null || ingest === null ? {} : pipelineFacts(byIndex, pipelinesOf(ingest))),
      ...(aliases === null ? {} : { ...aliasFacts(aliases, names), ...emptyAliasFacts(indices.map(counted), aliases, names) }),
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

function counted({ index: name, 'docs.count': documents }: Index) {
  return { index: name, documents: documents === null || documents === undefined ? null : Number(documents) };
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

function pipelinesOf({ nodes }: z.infer<typeof nodesIngest>): ReadonlySet<string> {
  return new Set(Object.values(nodes).flatMap(({ ingest }) => Object.keys(ingest.pipelines ?? {})));
}

/** Indices whose settings name an ingest pipeline that there isn't: whatever is written to them is refused. */
function pipelineFacts(byIndex: ReadonlyMap<string, ReadonlyMap<string, string>>, pipelines: ReadonlySet<string>): Facts {
  const missing = [...byIndex].flatMap(([name, settings]) =>
    ['default_pipeline', 'final_pipeline'].flatMap((setting) => {
      const pipeline = settings.get(`settings.index.${setting}`) ?? '_none';
      return pipeline === '_none' || pipelines.has(pipeline) ? [] : [{ index: name, pipeline }];
    }),
  );
  return {
    'access.pipelinesMissing': missing.length,
    'access.pipelineMissing': missing[0]?.pipeline ?? '',
    'access.pipelineIndex': [...new Set(missing.map(({ index: name }) => name))].slice(0, shownMax).join(', '),
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
