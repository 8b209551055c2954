/** Settings of one index on an allow-list, the number of replicas, and the block that the flood stage leaves. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { already, apiAction, blocked } from '../../http-api/actions/api-action.ts';
import { optional } from '../../http-api/failure.ts';
import type { ElasticsearchClient } from '../client.ts';
import { readNodeSample } from '../node-sample.ts';
import { diskFacts, readWatermarks } from '../probes/disk-facts.ts';
import { indexName } from '../probes/mappings.ts';
import { flatten } from '../settings-form.ts';

const index = z.string().regex(indexName, 'expected the name of one index');
const milliseconds = /^(-1|\d{1,6}(ms|s|m|h))$/;

/** What each may be; `default` takes the setting away. All can be changed while the index is open. */
const settings: Readonly<Record<string, RegExp>> = {
  'index.refresh_interval': milliseconds,
  'index.mapping.total_fields.limit': /^[1-9]\d{2,5}$/,
  'index.blocks.write': /^(true|false)$/,
  'index.blocks.read_only': /^(true|false)$/,
  'index.routing.allocation.total_shards_per_node': /^(-1|[1-9]\d{0,3})$/,
  'index.unassigned.node_left.delayed_timeout': milliseconds,
  'index.allocation.max_retries': /^[1-9]\d?$/,
  'index.search.slowlog.threshold.query.warn': milliseconds,
  'index.max_result_window': /^[1-9]\d{2,6}$/,
};

const found = z.record(z.string(), z.object({ settings: z.unknown().optional(), defaults: z.unknown().optional() }));

export const setIndexSetting = apiAction({
  name: 'set-index-setting',
  risk: 'medium',
  arguments: z
    .strictObject({ index, name: z.string(), value: z.union([z.string().max(40), z.number()]) })
    .refine((each) => settings[each.name] !== undefined, { path: ['name'], error: `expected one of ${Object.keys(settings).join(', ')}` })
    .refine((each) => String(each.value) === 'default' || (settings[each.name]?.test(String(each.value)) ?? false), {
      path: ['value'],
      error: 'expected a value that this setting can have, or default',
    }),
  verifyWithinMs: 10_000,
  summary: (each) => ({
    'zh-CN': `将索引 ${each.index} 的 ${each.name} 设为 ${String(each.value)}`,
    en: `set ${each.name} of index ${each.index} to ${String(each.value)}`,
  }),
  effect: () => ({ 'zh-CN': '立即生效，只影响这个索引', en: 'takes effect at once, for this index alone' }),
  verification: (each) => ({ 'zh-CN': `该索引的 ${each.name} 为新值`, en: `the index has the new ${each.name}` }),
  async precheck(client: ElasticsearchClient, each, limit) {
    const now = await readSetting(client, each.index, each.name, limit);
    if (now === null) return notOneIndex(each.index);
    if (isMet(now, String(each.value))) return already(`已经是 ${String(each.value)}`, `is ${String(each.value)} already`);
    return { state: 'ready', before: { value: now.own } };
  },
  async isApplied(client, each, _before, limit) {
    const now = await readSetting(client, each.index, each.name, limit);
    return now !== null && isMet(now, String(each.value));
  },
  async apply(client, each, _before, limit) {
    await write(client, each.index, each.name, String(each.value) === 'default' ? null : String(each.value), limit);
    return {
      'zh-CN': `${each.index}：${each.name} 已设为 ${String(each.value)}`,
      en: `${each.index}: ${each.name} is ${String(each.value)} now`,
    };
  },
  async verify(client, each, _before, limit) {
    const now = await readSetting(client, each.index, each.name, limit);
    const shown = now?.own ?? `default (${now?.fallback ?? ''})`;
    return {
      isMet: now !== null && isMet(now, String(each.value)),
      note: { 'zh-CN': `${each.name} 现为 ${shown}`, en: `${each.name} is ${shown} now` },
    };
  },
  undo: {
    summary: (each) => ({
      'zh-CN': `把 ${each.index} 的 ${each.name} 恢复为原值（原来没有设置则去掉）`,
      en: `bring ${each.name} of ${each.index} back to its old value, or to not being set`,
    }),
    present: async (client, each, _before, limit) => ({ value: (await readSetting(client, each.index, each.name, limit))?.own ?? null }),
    async apply(client, each, before, limit) {
      const old = oldValue(before.value, each.name);
      await write(client, each.index, each.name, old, limit);
      return { 'zh-CN': `${each.name} 已恢复为 ${old ?? '未设置'}`, en: `${each.name} is back at ${old ?? 'not set'}` };
    },
  },
});

const replicas = 'index.number_of_replicas';

export const setReplicas = apiAction({
  name: 'set-replicas',
  risk: 'medium',
  arguments: z.strictObject({ index, replicas: z.number().int().min(0).max(9) }),
  verifyWithinMs: 15_000,
  summary: (each) => ({
    'zh-CN': `将索引 ${each.index} 的副本数设为 ${String(each.replicas)}`,
    en: `set the replicas of index ${each.index} to ${String(each.replicas)}`,
  }),
  effect: (each) =>
    each.replicas === 0
      ? {
          'zh-CN': '该索引不再有副本：任何一个节点丢失都会丢数据',
          en: 'the index keeps no second copy: losing a node loses data',
        }
      : { 'zh-CN': '多出的副本立即删除，缺的副本开始复制', en: 'copies beyond it are dropped at once, missing ones are made' },
  verification: (each) => ({ 'zh-CN': `该索引的副本数为 ${String(each.replicas)}`, en: `the index has ${String(each.replicas)} replicas` }),
  async precheck(client: ElasticsearchClient, each, limit) {
    const now = await readSetting(client, each.index, replicas, limit);
    if (now === null) return notOneIndex(each.index);
    const expands = await readSetting(client, each.index, 'index.auto_expand_replicas', limit);
    if (!/^(false)?$/.test(expands?.own ?? ''))
      return blocked('该索引的副本数由 auto_expand_replicas 自动决定', 'auto_expand_replicas decides the replicas of this index');
    if (now.own === String(each.replicas)) return already(`已经是 ${now.own}`, `is ${now.own} already`);
    return { state: 'ready', before: { value: now.own } };
  },
  isApplied: async (client, each, _before, limit) =>
    (await readSetting(client, each.index, replicas, limit))?.own === String(each.replicas),
  async apply(client, each, before, limit) {
    await write(client, each.index, replicas, String(each.replicas), limit);
    return {
      'zh-CN': `${each.index} 的副本数：${String(before.value)} → ${String(each.replicas)}`,
      en: `replicas of ${each.index}: ${String(before.value)} → ${String(each.replicas)}`,
    };
  },
  async verify(client, each, _before, limit) {
    const now = (await readSetting(client, each.index, replicas, limit))?.own ?? '';
    return { isMet: now === String(each.replicas), note: { 'zh-CN': `副本数现为 ${now}`, en: `it has ${now} replicas now` } };
  },
  undo: {
    summary: (each) => ({ 'zh-CN': `把 ${each.index} 的副本数恢复为原值`, en: `bring the replicas of ${each.index} back` }),
    present: async (client, each, _before, limit) => ({ value: (await readSetting(client, each.index, replicas, limit))?.own ?? null }),
    async apply(client, each, before, limit) {
      const old = oldValue(before.value, replicas);
      await write(client, each.index, replicas, old, limit);
      return { 'zh-CN': `副本数已恢复为 ${String(old)}`, en: `it has ${String(old)} replicas again` };
    },
  },
});

const block = 'index.blocks.read_only_allow_delete';

export const clearReadOnlyBlock = apiAction({
  name: 'clear-read-only-block',
  risk: 'medium',
  arguments: z.strictObject({
    indices: z
      .string()
      .max(2_000)
      .refine((names) => names.split(',').every((name) => indexName.test(name)), {
        error: 'expected names of indices, separated by commas',
      }),
  }),
  verifyWithinMs: 10_000,
  summary: (each) => ({ 'zh-CN': `解除索引 ${each.indices} 的只读阻断`, en: `clear the read-only block of ${each.indices}` }),
  effect: () => ({
    'zh-CN': '这些索引立即可写；磁盘若再越过洪水水位，会重新变为只读',
    en: 'the indices can be written to at once; past the flood stage again they become read-only again',
  }),
  verification: () => ({ 'zh-CN': '这些索引上没有 read_only_allow_delete', en: 'none of them has read_only_allow_delete' }),
  async precheck(client: ElasticsearchClient, each, limit) {
    const held = await heldOf(client, each.indices.split(','), limit);
    if (held.length === 0) return already('没有这样的阻断', 'there is no such block');
    const disk = diskFacts(await readNodeSample(client, 0, limit), await readWatermarks(client, limit));
    if (Number(disk['nodes.disk.floodNodes']) > 0)
      return blocked(
        `节点 ${String(disk['nodes.disk.floodNames'])} 的磁盘仍在洪水水位之上：先腾出空间，否则马上又会变为只读`,
        `the disk of ${String(disk['nodes.disk.floodNames'])} is still past the flood stage: free space first, or the block comes back at once`,
      );
    return { state: 'ready', before: { indices: held.join(',') } };
  },
  isApplied: async (client, _given, before, limit) => (await heldOf(client, namesIn(before.indices), limit)).length === 0,
  async apply(client, _given, before, limit) {
    const names = namesIn(before.indices);
    await write(client, names.join(','), block, null, limit);
    return { 'zh-CN': `已解除 ${String(names.length)} 个索引的只读阻断`, en: `cleared the block of ${String(names.length)} indices` };
  },
  async verify(client, _given, before, limit) {
    const held = await heldOf(client, namesIn(before.indices), limit);
    return {
      isMet: held.length === 0,
      note:
        held.length === 0
          ? { 'zh-CN': '这些索引都可写', en: 'all of them can be written to' }
          : { 'zh-CN': `${held.join('、')} 仍被阻断`, en: `${held.join(', ')} are still blocked` },
    };
  },
  undo: {
    summary: () => ({ 'zh-CN': '把这些索引恢复为只读（允许删除）', en: 'make the same indices read-only again' }),
    async apply(client, _given, before, limit) {
      const names = namesIn(before.indices);
      await write(client, names.join(','), block, 'true', limit);
      return { 'zh-CN': `${String(names.length)} 个索引已恢复为只读`, en: `${String(names.length)} indices are read-only again` };
    },
  },
});

interface SettingNow {
  readonly own: string | null;
  readonly fallback: string | null;
}

/** Null when the name stands for no index, or for something else than exactly that one. */
async function readSetting(client: ElasticsearchClient, name: string, setting: string, limit: HttpLimit): Promise<SettingNow | null> {
  const filter = `*.settings.${setting},*.settings.index.uuid,*.defaults.${setting}`;
  const answer = await optional(
    client.read(`${encodeURIComponent(name)}/_settings?include_defaults=true&filter_path=${filter}`, found, limit),
  );
  const own = answer?.[name];
  if (answer === null || own === undefined || Object.keys(answer).length !== 1) return null;
  return { own: flatten(own.settings).get(setting) ?? null, fallback: flatten(own.defaults).get(setting) ?? null };
}

function isMet({ own, fallback }: SettingNow, wanted: string): boolean {
  return wanted === 'default' ? own === null : (own ?? fallback) === wanted;
}

async function heldOf(client: ElasticsearchClient, names: readonly string[], limit: HttpLimit): Promise<readonly string[]> {
  const path = `${names.map(encodeURIComponent).join(',')}/_settings?ignore_unavailable=true&expand_wildcards=all&filter_path=*.settings.${block}`;
  const answer = await client.read(path, found, limit);
  return names.filter((name) => flatten(answer[name]?.settings).get(block) === 'true');
}

async function write(client: ElasticsearchClient, names: string, setting: string, value: string | null, limit: HttpLimit): Promise<void> {
  const at = names.split(',').map(encodeURIComponent).join(',');
  await client.change('PUT', `${at}/_settings?ignore_unavailable=true&expand_wildcards=all`, { [setting]: value }, limit);
}

function namesIn(recorded: unknown): readonly string[] {
  const names = typeof recorded === 'string' ? recorded.split(',').filter((name) => indexName.test(name)) : [];
  if (names.length === 0) throw new SystemError('Cannot go on: no index was recorded', { retry: 'never' });
  return names;
}

function oldValue(recorded: unknown, setting: string): string | null {
  if (recorded === null || recorded === undefined) return null;
  if (typeof recorded === 'string' && recorded.length <= 200) return recorded;
  throw new SystemError(`Cannot undo ${setting}: the recorded value is none`, { retry: 'never' });
}

function notOneIndex(name: string) {
  return blocked(`没有名为 ${name} 的索引，或它是一个别名`, `there is no index ${name}, or it is an alias`);
}
