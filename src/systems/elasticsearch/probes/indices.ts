/** The indices: health, blocks on writing, replicas that can't be placed. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ElasticsearchClient } from '../client.ts';
import { flatten } from '../settings-form.ts';

const index = z.object({
  index: z.string(),
  health: z.string().nullish(),
  status: z.string().nullish(),
  pri: z.string().nullish(),
  rep: z.string().nullish(),
  'store.size': z.string().nullish(),
});
type Index = z.infer<typeof index>;
const allSettings = z.record(z.string(), z.unknown());
const nodes = z.array(z.object({ 'node.role': z.string().nullish() }));

export const indicesProbe = apiProbe({
  name: 'indices',
  summary: { 'zh-CN': '索引：健康、写入阻断、放不下的副本', en: 'indices: health, blocks on writing, replicas that cannot be placed' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'index|indices|block|read.?only|forbidden|write|replica|flood|索引|只读|写入失败|写不进|副本|阻断',
  query: 'GET /_cat/indices, GET /_all/_settings',
  facts: [
    'indices.count',
    'indices.red',
    'indices.redNames',
    'indices.yellow',
    'indices.yellowNames',
    'indices.closed',
    'indices.flooded',
    'indices.floodedNames',
    'indices.blocked',
    'indices.blockedNames',
    'indices.blockedFirst',
    'indices.blockedSetting',
    'indices.impossibleReplicas',
    'indices.impossibleIndex',
    'indices.impossibleIndexReplicas',
    'indices.possibleReplicas',
    'indices.unreplicated',
    'indices.empty',
  ],
  async see(client: ElasticsearchClient, _given, limit) {
    const columns = 'index,health,status,pri,rep,store.size';
    const settingNames = 'blocks,number_of_replicas,auto_expand_replicas'.split(',').map((name) => `*.settings.index.${name}`);
    const [list, settings, present] = await Promise.all([
      client.read(`_cat/indices?format=json&bytes=b&expand_wildcards=all&h=${columns}`, z.array(index), limit),
      optional(client.read(`_all/_settings?expand_wildcards=all&filter_path=${settingNames.join(',')}`, allSettings, limit)),
      optional(client.read('_cat/nodes?format=json&h=node.role', nodes, limit)),
    ]);
    const dataNodes = (present ?? []).filter((each) => /[dhwcs]/.test(each['node.role'] ?? '')).length;
    const byIndex = new Map(Object.entries(settings ?? {}).map(([name, each]) => [name, flatten(each)]));
    const facts: Facts = {
      ...healthFacts(list),
      ...(settings === null ? {} : blockFacts(byIndex)),
      ...(settings === null || dataNodes === 0 ? {} : replicaFacts(list, byIndex, dataNodes)),
    };
    return {
      headline: {
        'zh-CN': `${String(list.length)} 个索引：红 ${String(facts['indices.red'])}，黄 ${String(facts['indices.yellow'])}，磁盘只读 ${String(facts['indices.flooded'] ?? 0)}，人为阻断 ${String(facts['indices.blocked'] ?? 0)}`,
        en: `${String(list.length)} indices: ${String(facts['indices.red'])} red, ${String(facts['indices.yellow'])} yellow, ${String(facts['indices.flooded'] ?? 0)} read-only for their disk, ${String(facts['indices.blocked'] ?? 0)} blocked by hand`,
      },
      facts,
      text: linesOf(list, byIndex),
    };
  },
});

function healthFacts(list: readonly Index[]): Facts {
  const ofHealth = (health: string): readonly Index[] => list.filter((each) => each.health === health);
  return {
    'indices.count': list.length,
    'indices.red': ofHealth('red').length,
    'indices.redNames': namesOf(ofHealth('red').map((each) => each.index)),
    'indices.yellow': ofHealth('yellow').length,
    'indices.yellowNames': namesOf(ofHealth('yellow').map((each) => each.index)),
    'indices.closed': list.filter(({ status }) => status === 'close').length,
    'indices.empty': list.filter((each) => Number(each['store.size'] ?? Number.NaN) < 1_024).length,
  };
}

/** `read_only_allow_delete` is what the flood stage sets; the others are set by people, or by a lifecycle when it has rolled over. */
function blockFacts(byIndex: ReadonlyMap<string, ReadonlyMap<string, string>>): Facts {
  const flooded: string[] = [];
  const blocked: { readonly name: string; readonly setting: string }[] = [];
  for (const [name, settings] of byIndex) {
    const holds = (block: string): boolean => settings.get(`settings.index.blocks.${block}`) === 'true';
    if (holds('read_only_allow_delete')) flooded.push(name);
    const setting = ['read_only', 'write'].find(holds);
    if (setting !== undefined && !name.startsWith('.')) blocked.push({ name, setting });
  }
  return {
    'indices.flooded': flooded.length,
    'indices.floodedNames': namesOf(flooded),
    'indices.blocked': blocked.length,
    'indices.blockedNames': namesOf(blocked.map(({ name }) => name)),
    'indices.blockedFirst': blocked[0]?.name ?? '',
    'indices.blockedSetting': blocked[0] === undefined ? '' : `index.blocks.${blocked[0].setting}`,
  };
}

/** A copy never goes where another copy of the same shard is. */
function replicaFacts(list: readonly Index[], byIndex: ReadonlyMap<string, ReadonlyMap<string, string>>, dataNodes: number): Facts {
  const isFixed = (name: string): boolean => /^(false)?$/.test(byIndex.get(name)?.get('settings.index.auto_expand_replicas') ?? '');
  const open = list.filter(({ status, index: name }) => status !== 'close' && isFixed(name));
  const impossible = open.filter(({ rep }) => Number(rep ?? 0) > dataNodes - 1);
  const [first] = impossible;
  return {
    'indices.impossibleReplicas': impossible.length,
    'indices.impossibleIndex': first?.index ?? '',
    'indices.impossibleIndexReplicas': Number(first?.rep ?? 0),
    'indices.possibleReplicas': dataNodes - 1,
    'indices.unreplicated': dataNodes < 2 ? 0 : open.filter(({ rep, index: name }) => rep === '0' && !name.startsWith('.')).length,
  };
}

const namesLength = 380;

/** As many as fit whole; a name is never cut, since an action may be given it. */
function namesOf(names: readonly string[]): string {
  let text = '';
  for (const name of names) {
    const next = text === '' ? name : `${text},${name}`;
    if (next.length > namesLength) break;
    text = next;
  }
  return text;
}

function linesOf(list: readonly Index[], byIndex: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  const rank = ({ health }: Index): number => ['red', 'yellow', 'green'].indexOf(health ?? 'green');
  return [...list]
    .sort((left, right) => rank(left) - rank(right))
    .slice(0, 150)
    .map((each) => {
      const blocks = [...(byIndex.get(each.index) ?? [])]
        .filter(([name]) => name.includes('.blocks.'))
        .map(([name]) => name.split('.').at(-1));
      return `${each.index} ${each.health ?? '-'} ${each.status ?? ''} pri ${each.pri ?? ''} rep ${each.rep ?? ''} ${each['store.size'] ?? '-'} B ${blocks.join(' ')}`;
    })
    .join('\n');
}
