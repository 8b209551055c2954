/** How many fields indices have, against the limit that stops new ones; and which type the field has that a refused document is said to have wrong. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { ApiFailure, optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ElasticsearchClient } from '../client.ts';
import { flatten } from '../settings-form.ts';
import { namesIn } from './access.ts';
import { worst } from './node-gauges.ts';

const list = z.array(z.object({ index: z.string() }));
const mappings = z.record(z.string(), z.object({ mappings: z.unknown() }));
const fieldMappings = z.record(
  z.string(),
  z.object({ mappings: z.record(z.string(), z.object({ mapping: z.record(z.string(), z.object({ type: z.string().nullish() })) })) }),
);
const settings = z.record(z.string(), z.unknown());

const indicesMax = 6;
const mappingBytesMax = 4_194_304;
const limitOfElasticsearch = 1_000;

export const indexName = /^[^\s*?,"<>|\\/#:+_-][^\s*?,"<>|\\/#:]{0,254}$/;

const fieldName = /^[\w@][\w.@-]{0,199}$/;

export const mappingsProbe = apiProbe({
  name: 'mappings',
  summary: {
    'zh-CN': '字段数与 total_fields 上限（最新的几个索引，或指定的索引）',
    en: 'fields against the total_fields limit, of the newest indices or a given one',
  },
  parameters: z.strictObject({
    index: z.string().regex(indexName).optional(),
    field: z.string().regex(fieldName).optional(),
    names: z.array(z.string().max(255)).max(200).default([]),
  }),
  aimedAt: (words, labels) => ({ ...fieldIn(words), names: namesIn(words, labels) }),
  cost: 'moderate',
  hints: 'mapping|field|total_fields|limit of total fields|illegal_argument|字段|映射|mapping 爆炸',
  query: 'GET /{index}/_mapping, GET /_mapping/field/{field}',
  facts: [
    'mappings.looked',
    'mappings.index',
    'mappings.fields',
    'mappings.limit',
    'mappings.usedRatio',
    'mappings.suggestedLimit',
    'mappings.toldField',
    'mappings.toldType',
    'mappings.toldIndex',
  ],
  async see(client: ElasticsearchClient, { index, field, names: told }, limit) {
    const names = index === undefined ? await newest(client, limit) : [index];
    const counted: { readonly index: string; readonly fields: number; readonly limit: number }[] = [];
    for (const name of names) counted.push(await countOne(client, name, limit));
    const fullest = worst(counted, (each) => each.fields / each.limit);
    const facts: Facts = {
      'mappings.looked': counted.length,
      'mappings.index': fullest?.node.index ?? '',
      'mappings.fields': fullest?.node.fields ?? 0,
      'mappings.limit': fullest?.node.limit ?? limitOfElasticsearch,
      'mappings.usedRatio': Math.round((fullest?.value ?? 0) * 1_000) / 1_000,
      'mappings.suggestedLimit': Math.ceil(((fullest?.node.limit ?? limitOfElasticsearch) * 1.5) / 100) * 100,
      ...(await toldFacts(client, field, told, limit)),
    };
    return {
      headline: {
        'zh-CN': `字段最多的是 ${String(facts['mappings.index'])}：${String(facts['mappings.fields'])} / ${String(facts['mappings.limit'])}`,
        en: `most fields: ${String(facts['mappings.index'])} with ${String(facts['mappings.fields'])} of ${String(facts['mappings.limit'])}`,
      },
      facts,
      text: counted.map((each) => `${each.index}: ${String(each.fields)} of ${String(each.limit)} fields`).join('\n'),
    };
  },
});

/** The field that an error names: `failed to parse field [amount] of type [long]`, `mapper [amount] cannot be changed from type`. */
export function fieldIn(words: string): { readonly field?: string } {
  const field = /(?:failed to parse field|mapper|object mapping for) \[([\w.@-]{1,200})\]/i.exec(words)?.[1];
  return field === undefined || !fieldName.test(field) ? {} : { field };
}

/** Which type it has, first in the index that is spoken of. */
async function toldFacts(
  client: ElasticsearchClient,
  field: string | undefined,
  told: readonly string[],
  limit: HttpLimit,
): Promise<Facts> {
  const nothing = { 'mappings.toldField': field ?? '', 'mappings.toldType': '', 'mappings.toldIndex': '' };
  if (field === undefined) return nothing;
  const found = await optional(client.read(`_mapping/field/${encodeURIComponent(field)}?ignore_unavailable=true`, fieldMappings, limit));
  const typed = Object.entries(found ?? {}).flatMap(([name, each]) => {
    const type = Object.values(each.mappings[field]?.mapping ?? {})[0]?.type;
    return type === undefined || type === null || name.startsWith('.') ? [] : [{ name, type }];
  });
  const first = typed.find(({ name }) => told.includes(name)) ?? typed[0];
  return first === undefined ? nothing : { ...nothing, 'mappings.toldType': first.type, 'mappings.toldIndex': first.name };
}

/** New fields come with new documents, and those go to the newest indices. */
async function newest(client: ElasticsearchClient, limit: HttpLimit): Promise<readonly string[]> {
  const found = await client.read('_cat/indices?format=json&h=index&s=creation.date:desc', list, limit);
  return found
    .map((each) => each.index)
    .filter((name) => indexName.test(name) && !name.startsWith('.'))
    .slice(0, indicesMax);
}

async function countOne(client: ElasticsearchClient, index: string, limit: HttpLimit) {
  const at = encodeURIComponent(index);
  const own = await optional(client.read(`${at}/_settings?filter_path=*.settings.index.mapping.total_fields`, settings, limit));
  const said = [...flatten(own)].find(([name]) => name.endsWith('total_fields.limit'))?.[1];
  const max = Number(said ?? limitOfElasticsearch);
  try {
    const found = await client.read(`${at}/_mapping`, mappings, limit, mappingBytesMax);
    // An alias stands for several indices; the fullest of them counts.
    const fields = Math.max(0, ...Object.values(found).map((each) => countFields(each.mappings)));
    return { index, fields, limit: max };
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.code !== 'too-large') throw error;
    // Megabytes of fields are too many whatever the limit says.
    return { index, fields: max, limit: max };
  }
}

/** As Elasticsearch counts: objects, fields below fields, aliases and run-time fields all count. */
export function countFields(given: unknown): number {
  if (typeof given !== 'object' || given === null) return 0;
  let count = 0;
  for (const part of ['properties', 'fields', 'runtime']) {
    const children: unknown = Reflect.get(given, part);
    if (typeof children !== 'object' || children === null) continue;
    for (const child of Object.values(children)) count += 1 + countFields(child);
  }
  return count;
}
