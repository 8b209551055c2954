/** Cluster settings that somebody has changed: what is forgotten here keeps shards unassigned for days. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ElasticsearchClient } from '../client.ts';
import { flatten } from '../settings-form.ts';

const answer = z.record(z.string(), z.unknown());
const asked = [
  'cluster.routing',
  'cluster.blocks',
  'cluster.max_shards_per_node',
  'discovery.zen.minimum_master_nodes',
  'indices.recovery',
  'action.auto_create_index',
  'search.max_open_scroll_context',
];

type Table = ReadonlyMap<string, string>;

export const settingsProbe = apiProbe({
  name: 'settings',
  summary: {
    'zh-CN': '被改动的集群设置：分配开关、排除节点、只读、上限',
    en: 'changed cluster settings: allocation, exclusions, read-only, limits',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'setting|allocation|rebalance|exclude|read.?only|watermark|maintenance|config|设置|配置|分配|只读|水位|维护',
  query: 'GET /_cluster/settings?include_defaults=true',
  facts: [
    'settings.changed',
    'settings.changedCount',
    'settings.transientCount',
    'settings.allocationEnable',
    'settings.allocationScope',
    'settings.rebalanceEnable',
    'settings.excluded',
    'settings.excludedBy',
    'settings.isReadOnly',
    'settings.isReadOnlyAllowDelete',
    'settings.maxShardsPerNode',
    'settings.isDiskWatched',
    'settings.minimumMasters',
    'settings.recoveryBytesPerSecond',
    'settings.autoCreateIndex',
    'settings.autoCreateScope',
    'settings.maxOpenScrolls',
    'settings.breakers',
    'settings.overridden',
    'settings.overriddenName',
  ],
  async see(client: ElasticsearchClient, _given, limit) {
    const filter = ['persistent', 'transient', ...asked.map((name) => `defaults.${name}`)].join(',');
    const given = await client.read(`_cluster/settings?include_defaults=true&filter_path=${filter}`, answer, limit);
    const [transient, persistent, defaults] = [flatten(given.transient), flatten(given.persistent), flatten(given.defaults)];
    const read = (name: string): string | null => transient.get(name) ?? persistent.get(name) ?? defaults.get(name) ?? null;
    const changed = [...lines('transient', transient), ...lines('persistent', persistent)];
    const facts: Facts = {
      'settings.changed': changed.join('; ').slice(0, 390),
      'settings.changedCount': changed.length,
      'settings.transientCount': transient.size,
      'settings.allocationEnable': read('cluster.routing.allocation.enable') ?? 'all',
      'settings.allocationScope': scopeOf('cluster.routing.allocation.enable', transient, persistent),
      'settings.rebalanceEnable': read('cluster.routing.rebalance.enable') ?? 'all',
      ...exclusionFacts(transient, persistent, defaults),
      'settings.isReadOnly': read('cluster.blocks.read_only') === 'true',
      'settings.isReadOnlyAllowDelete': read('cluster.blocks.read_only_allow_delete') === 'true',
      'settings.maxShardsPerNode': numberOf(read('cluster.max_shards_per_node')),
      'settings.isDiskWatched': read('cluster.routing.allocation.disk.threshold_enabled') !== 'false',
      'settings.minimumMasters': numberOf(read('discovery.zen.minimum_master_nodes')),
      'settings.recoveryBytesPerSecond': read('indices.recovery.max_bytes_per_sec') ?? '',
      'settings.autoCreateIndex': read('action.auto_create_index') ?? 'true',
      'settings.autoCreateScope': scopeOf('action.auto_create_index', transient, persistent),
      'settings.maxOpenScrolls': numberOf(read('search.max_open_scroll_context')) ?? usualScrolls,
      'settings.breakers': breakersIn(transient, persistent),
      ...overriddenFacts(transient, persistent),
    };
    return {
      headline: {
        'zh-CN': changed.length === 0 ? '没有被改动的集群设置' : `${String(changed.length)} 项集群设置被改动`,
        en: changed.length === 0 ? 'no cluster setting was changed' : `${String(changed.length)} cluster settings were changed`,
      },
      facts,
      text: [...changed, '', ...lines('default', defaults)].join('\n'),
    };
  },
});

/** Versions that don't tell have this limit. */
const usualScrolls = 500;

/** Limits of breakers that somebody has set: `indices.breaker.request.limit = 10%`. */
function breakersIn(...scopes: readonly Table[]): string {
  const set = scopes.flatMap((scope) => [...scope].filter(([name]) => /^indices\.breaker\..*limit$/.test(name)));
  return set.map(([name, value]) => `${name} = ${value}`).join(', ');
}

/** Values may be anything that somebody has set, a webhook with its token too: names that sound like a secret stay empty. */
function lines(scope: string, table: Table): readonly string[] {
  const isSecret = (name: string): boolean => /(password|secret|token|key)$/i.test(name);
  return [...table].map(([name, value]) => `${scope} ${name} = ${isSecret(name) ? '(hidden)' : value}`);
}

function scopeOf(name: string, transient: Table, persistent: Table): string {
  if (transient.has(name)) return 'transient';
  return persistent.has(name) ? 'persistent' : 'default';
}

function exclusionFacts(...scopes: readonly Table[]): Facts {
  for (const scope of scopes)
    for (const [name, value] of scope)
      if (/^cluster\.routing\.allocation\.(exclude|require|include)\./.test(name) && value !== '')
        return { 'settings.excluded': value, 'settings.excludedBy': name };
  return { 'settings.excluded': '', 'settings.excludedBy': '' };
}

/** A transient value hides a persistent one that says something else, until the next full restart brings that one back. */
function overriddenFacts(transient: Table, persistent: Table): Facts {
  const hidden = [...transient].filter(([name, value]) => persistent.has(name) && persistent.get(name) !== value).map(([name]) => name);
  return { 'settings.overridden': hidden.length, 'settings.overriddenName': hidden[0] ?? '' };
}

function numberOf(text: string | null): number | null {
  return text === null || !/^-?\d+$/.test(text) ? null : Number(text);
}
