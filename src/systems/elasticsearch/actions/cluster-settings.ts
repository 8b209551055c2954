/** Cluster settings on an allow-list. The undo brings back what was set in each scope, and that nothing was set. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { Before } from '../../contract.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { already, apiAction, blocked } from '../../http-api/actions/api-action.ts';
import type { ElasticsearchClient } from '../client.ts';
import { flatten } from '../settings-form.ts';

const watermark = /^(\d{1,2}(\.\d{1,3})?%|\d{1,6}(mb|gb|tb))$/i;

/** What each may be; `default` takes the setting away, so that the file or the product decides again. */
const settings: Readonly<Record<string, RegExp>> = {
  'cluster.routing.allocation.enable': /^(all|primaries|new_primaries|none)$/,
  'cluster.routing.rebalance.enable': /^(all|primaries|replicas|none)$/,
  'cluster.routing.allocation.exclude._name': /^[\w.,*-]{0,300}$/,
  'cluster.routing.allocation.exclude._ip': /^[\da-f.:,*]{0,300}$/i,
  'cluster.routing.allocation.exclude._host': /^[\w.,*-]{0,300}$/,
  'cluster.routing.allocation.node_concurrent_recoveries': /^[1-9]\d{0,1}$/,
  'cluster.routing.allocation.disk.watermark.low': watermark,
  'cluster.routing.allocation.disk.watermark.high': watermark,
  'cluster.routing.allocation.disk.watermark.flood_stage': watermark,
  'cluster.max_shards_per_node': /^[1-9]\d{1,4}$/,
  'cluster.blocks.read_only': /^(true|false)$/,
  'cluster.blocks.read_only_allow_delete': /^(true|false)$/,
  'action.auto_create_index': /^(true|false)$/,
  'indices.recovery.max_bytes_per_sec': /^\d{1,6}(mb|gb)$/i,
};

type Scope = 'persistent' | 'transient';
const answer = z.record(z.string(), z.unknown());

export const setClusterSetting = apiAction({
  name: 'set-cluster-setting',
  risk: 'medium',
  arguments: z
    .strictObject({ name: z.string(), value: z.union([z.string().max(300), z.number()]) })
    .refine((each) => settings[each.name] !== undefined, { path: ['name'], error: `expected one of ${Object.keys(settings).join(', ')}` })
    .refine((each) => String(each.value) === 'default' || (settings[each.name]?.test(String(each.value)) ?? false), {
      path: ['value'],
      error: 'expected a value that this setting can have, or default',
    }),
  verifyWithinMs: 10_000,
  summary: (each) => ({
    'zh-CN': `将集群设置 ${each.name} 设为 ${String(each.value)}`,
    en: `set ${each.name} of the cluster to ${String(each.value)}`,
  }),
  effect: (each) => effects[each.name] ?? otherEffect,
  verification: (each) => ({
    'zh-CN': `GET /_cluster/settings 中 ${each.name} 为 ${String(each.value)}`,
    en: `GET /_cluster/settings has ${each.name} at ${String(each.value)}`,
  }),
  async precheck(client: ElasticsearchClient, each, limit) {
    const now = await readSetting(client, each.name, limit);
    if (isMet(now, String(each.value))) return already(`已经是 ${String(each.value)}`, `is ${String(each.value)} already`);
    if (now.persistent === null && now.transient === null && now.fallback === null)
      return blocked(`该版本没有设置 ${each.name}`, `this version has no ${each.name}`);
    return { state: 'ready', before: { persistent: now.persistent, transient: now.transient } };
  },
  isApplied: async (client, each, _before, limit) => isMet(await readSetting(client, each.name, limit), String(each.value)),
  async apply(client, each, before, limit) {
    const value = String(each.value) === 'default' ? null : String(each.value);
    // A transient value would hide the persistent one; both are brought back by the undo.
    await write(client, each.name, { persistent: value, ...(before.transient === null ? {} : { transient: null }) }, limit);
    return { 'zh-CN': `${each.name} 已设为 ${String(each.value)}`, en: `${each.name} is ${String(each.value)} now` };
  },
  async verify(client, each, _before, limit) {
    const now = await readSetting(client, each.name, limit);
    const shown = now.transient ?? now.persistent ?? `default (${now.fallback ?? ''})`;
    return { isMet: isMet(now, String(each.value)), note: { 'zh-CN': `${each.name} 现为 ${shown}`, en: `${each.name} is ${shown} now` } };
  },
  undo: {
    summary: (each) => ({
      'zh-CN': `把 ${each.name} 在 persistent 与 transient 中恢复为原来的值（原来没有设置则去掉）`,
      en: `bring ${each.name} back to what it was in the persistent and the transient settings, or to not being set`,
    }),
    async present(client, each, _before, limit) {
      const { persistent, transient } = await readSetting(client, each.name, limit);
      return { persistent, transient };
    },
    async apply(client, each, before, limit) {
      const [persistent, transient] = [recorded(before, 'persistent', each.name), recorded(before, 'transient', each.name)];
      const now = await readSetting(client, each.name, limit);
      // Transient settings are deprecated: nothing is written there unless something was or is there.
      const isTransientTouched = transient !== null || now.transient !== null;
      await write(client, each.name, { persistent, ...(isTransientTouched ? { transient } : {}) }, limit);
      const shown = transient ?? persistent;
      return shown === null
        ? { 'zh-CN': `${each.name} 已恢复为未设置`, en: `${each.name} is not set again` }
        : { 'zh-CN': `${each.name} 已恢复为 ${shown}`, en: `${each.name} is back at ${shown}` };
    },
  },
});

const otherEffect = { 'zh-CN': '立即生效，对整个集群', en: 'takes effect at once, for the whole cluster' };
const effects: Readonly<Record<string, typeof otherEffect>> = {
  'cluster.routing.allocation.enable': {
    'zh-CN': '设为 all 后，未分配的分片立即开始分配，恢复期间会占用网络与磁盘',
    en: 'at all, unassigned shards are placed at once; the recovery takes network and disk while it runs',
  },
  'cluster.max_shards_per_node': {
    'zh-CN': '立即可以建新索引；分片过多会占用堆与主节点，只是缓一口气',
    en: 'indices can be made at once; too many shards cost heap and the master, so it only buys time',
  },
  'cluster.routing.allocation.exclude._name': {
    'zh-CN': '改变允许放分片的节点，分片会随之搬迁',
    en: 'changes which nodes may hold shards, and shards move accordingly',
  },
};

interface SettingNow {
  readonly persistent: string | null;
  readonly transient: string | null;
  readonly fallback: string | null;
}

async function readSetting(client: ElasticsearchClient, name: string, limit: HttpLimit): Promise<SettingNow> {
  const given = await client.read(`_cluster/settings?include_defaults=true&filter_path=*.${name}`, answer, limit);
  const read = (scope: string): string | null => flatten(given[scope]).get(name) ?? null;
  return { persistent: read('persistent'), transient: read('transient'), fallback: read('defaults') };
}

function isMet({ persistent, transient, fallback }: SettingNow, wanted: string): boolean {
  if (wanted === 'default') return persistent === null && transient === null;
  return (transient ?? persistent ?? fallback) === wanted;
}

function recorded(before: Before, scope: Scope, name: string): string | null {
  const value = before[scope];
  if (value === null || value === undefined) return null;
  // Somebody may have set a value that we would not: it is theirs, and comes back as it was.
  if (typeof value === 'string' && value.length <= 500) return value;
  throw new SystemError(`Cannot undo ${name}: the recorded ${scope} value is none`, { retry: 'never' });
}

async function write(
  client: ElasticsearchClient,
  name: string,
  values: { readonly persistent: string | null; readonly transient?: string | null },
  limit: HttpLimit,
): Promise<void> {
  const body = Object.fromEntries(Object.entries(values).map(([scope, value]) => [scope, { [name]: value }]));
  await client.change('PUT', '_cluster/settings', body, limit);
}
