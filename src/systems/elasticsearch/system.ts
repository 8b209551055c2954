/** Elasticsearch, and OpenSearch, which answers alike; one entry is one cluster, by the address of a node or of what stands before it. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';
import type { LookContext, SystemCheck, SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { apiEntryShape } from '../http-api/client.ts';
import { ApiFailure, isSystemFailure } from '../http-api/failure.ts';
import { elasticsearchActions } from './actions.ts';
import { createElasticsearchClient, type ElasticsearchClient } from './client.ts';
import { elasticsearchCommands } from './commands.ts';
import { elasticsearchStore } from './log-store.ts';
import { elasticsearchProbes } from './probes.ts';
import { elasticsearchSignatures } from './signatures.ts';

const elasticsearchEntry = z
  .strictObject({
    ...entryShape,
    ...apiEntryShape,
    kind: z.literal('elasticsearch'),
    /** In the encoded form that Elasticsearch gives: `id:key` in base64. */
    apiKey: secretRef.optional(),
  })
  .refine((entry) => entry.apiKey === undefined || entry.username === undefined, {
    path: ['apiKey'],
    error: 'expected either apiKey, or username and password',
  });

export type ElasticsearchEntry = z.infer<typeof elasticsearchEntry>;

export const elasticsearchKind: SystemKind<ElasticsearchClient, ElasticsearchEntry> = {
  kind: 'elasticsearch',
  title: { 'zh-CN': 'Elasticsearch', en: 'Elasticsearch' },
  entry: elasticsearchEntry,
  connect: createElasticsearchClient,
  probes: elasticsearchProbes,
  signatures: elasticsearchSignatures,
  actions: elasticsearchActions,
  commands: elasticsearchCommands,
  logStore: elasticsearchStore,
  check,
};

const clusterRights = ['monitor', 'manage', 'all', 'cancel_task'] as const;
const indexRights = ['monitor', 'view_index_metadata', 'manage', 'read', 'write', 'delete_index'] as const;
const rights = z.object({ cluster: z.record(z.string(), z.boolean()), index: z.record(z.string(), z.record(z.string(), z.boolean())) });

/** Asks the cluster itself what this account may do; says so where nobody can tell. */
async function check(client: ElasticsearchClient, context: LookContext): Promise<readonly SystemCheck[]> {
  const limit = { timeoutMs: 5_000, signal: context.signal };
  try {
    await client.read('_cluster/health', z.unknown(), limit);
    const body = { cluster: clusterRights, index: [{ names: ['*'], privileges: indexRights }] };
    const answer = rights.parse(await client.change('POST', '_security/user/_has_privileges', body, limit));
    const held = new Set(
      Object.entries({ ...answer.cluster, ...prefixed(answer.index['*'] ?? {}) }).flatMap(([name, has]) => (has ? [name] : [])),
    );
    return checksOf(held, context.entry.actionsEnabled);
  } catch (error) {
    if (error instanceof ApiFailure && error.problem === 'unsupported') return [unguarded];
    if (error instanceof z.ZodError) return [unguarded];
    if (!isSystemFailure(error)) throw error;
    return [{ level: 'fail', text: { 'zh-CN': `无法使用：${error.message}`, en: error.message } }];
  }
}

function prefixed(given: Readonly<Record<string, boolean>>): Readonly<Record<string, boolean>> {
  return Object.fromEntries(Object.entries(given).map(([name, has]) => [`index ${name}`, has]));
}

const unguarded = warn(
  '可以访问，但无法得知账号的权限：安全功能未启用（任何能连上的人都可以改数据），或是 OpenSearch；请按指南核对',
  'reachable, but nobody tells what the account may do: security is off (then anyone who can connect can change data), or this is OpenSearch; compare with the guide',
);

/** Pure: the names of rights that are held, those on all indices with `index` before them. */
export function checksOf(held: ReadonlySet<string>, actionsEnabled: boolean): readonly SystemCheck[] {
  const checks: SystemCheck[] = [];
  if (!held.has('monitor'))
    checks.push(
      warn('账号没有集群权限 monitor，大多数检查会成为盲区', 'the account lacks the cluster right monitor; most looks stay blind spots'),
    );
  if (!held.has('index monitor') || !held.has('index view_index_metadata'))
    checks.push(
      warn(
        '账号没有全部索引的 monitor 与 view_index_metadata，看不全分片、阻断与映射',
        'the account lacks monitor and view_index_metadata on all indices; shards, blocks and mappings stay in part a blind spot',
      ),
    );
  if (held.has('all'))
    checks.push(
      warn('账号拥有集群的 all 权限，权限过大：按指南收窄', 'the account has the cluster right all: narrow it as the guide says'),
    );
  if (held.has('index read')) checks.push(warn('账号可以读取文档：收回 read', 'the account can read documents: narrow it'));
  if (held.has('index write') || held.has('index delete_index'))
    checks.push(warn('账号可以写入或删除数据：收回写权限', 'the account can write or delete data: narrow it'));
  if (!actionsEnabled && held.has('manage'))
    checks.push(
      warn(
        '该系统只读，但账号可以改集群设置：收回 manage',
        'the entry is read-only, but the account can change cluster settings: narrow it',
      ),
    );
  if (actionsEnabled && !(held.has('manage') && held.has('index manage')))
    checks.push(
      warn('账号没有 manage：能提出修改设置的方案，但执行会被拒绝', 'the account lacks manage: plans that change settings will be refused'),
    );
  return checks.length === 0
    ? [{ level: 'ok', text: { 'zh-CN': '可以访问，权限与用途相符', en: 'reachable, with the rights that it needs and no more' } }]
    : checks;
}

function warn(chinese: string, english: string): SystemCheck {
  return { level: 'warn', text: { 'zh-CN': chinese, en: english } };
}
