/** Index lifecycle: ILM of Elasticsearch, ISM of OpenSearch; which indices are stuck in a step. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ElasticsearchClient } from '../client.ts';

const status = z.object({ operation_mode: z.string() });
const ilm = z.object({
  indices: z
    .record(
      z.string(),
      z.object({
        policy: z.string().catch(''),
        step: z.string().catch(''),
        failed_step: z.string().optional(),
        step_info: z.object({ type: z.string().catch(''), reason: z.string().catch('') }).optional(),
      }),
    )
    .default({}),
});
const ism = z.record(z.string(), z.unknown());
const ismIndex = z.object({
  policy_id: z.string().nullish(),
  info: z.object({ message: z.string().catch(''), cause: z.string().optional() }).nullish(),
  action: z.object({ name: z.string().catch(''), failed: z.boolean().catch(false) }).nullish(),
  retry_info: z.object({ failed: z.boolean().catch(false) }).nullish(),
  step: z.object({ name: z.string().catch(''), step_status: z.string().catch('') }).nullish(),
});

interface Stuck {
  readonly index: string;
  readonly policy: string;
  readonly step: string;
  readonly reason: string;
}

export const lifecycleProbe = apiProbe({
  name: 'lifecycle',
  summary: {
    'zh-CN': '索引生命周期（ILM、ISM）：是否运行，哪些索引卡住',
    en: 'index lifecycle (ILM, ISM): whether it runs, and which indices are stuck',
  },
  parameters: z.strictObject({}),
  cost: 'moderate',
  hints: 'ilm|ism|lifecycle|rollover|retention|delete|生命周期|滚动|保留|过期',
  query: 'GET /_ilm/status, GET /_all/_ilm/explain?only_errors=true, GET /_plugins/_ism/explain/*',
  facts: [
    'lifecycle.kind',
    'lifecycle.mode',
    'lifecycle.stuck',
    'lifecycle.index',
    'lifecycle.policy',
    'lifecycle.step',
    'lifecycle.reason',
  ],
  async see(client: ElasticsearchClient, _given, limit) {
    const { kind, mode, stuck } = (await seeIlm(client, limit)) ?? (await seeIsm(client, limit)) ?? { kind: 'none', mode: '', stuck: [] };
    const [first] = stuck;
    const facts: Facts = {
      'lifecycle.kind': kind,
      'lifecycle.mode': mode,
      'lifecycle.stuck': stuck.length,
      'lifecycle.index': first?.index ?? '',
      'lifecycle.policy': first?.policy ?? '',
      'lifecycle.step': first?.step ?? '',
      'lifecycle.reason': first?.reason.slice(0, 380) ?? '',
    };
    return {
      headline:
        kind === 'none'
          ? { 'zh-CN': '没有生命周期管理（或账号看不到）', en: 'no lifecycle management, or none that the account may see' }
          : {
              'zh-CN': `${kind.toUpperCase()} ${mode}，${String(stuck.length)} 个索引卡住`,
              en: `${kind.toUpperCase()} ${mode}, ${String(stuck.length)} indices are stuck`,
            },
      facts,
      text: stuck
        .slice(0, 60)
        .map((each) => `${each.index} (${each.policy}) ${each.step}: ${each.reason}`)
        .join('\n'),
    };
  },
});

async function seeIlm(client: ElasticsearchClient, limit: HttpLimit) {
  const now = await optional(client.read('_ilm/status', status, limit));
  if (now === null) return null;
  const wanted = ['policy', 'step', 'failed_step', 'step_info.type', 'step_info.reason'].map((name) => `indices.*.${name}`).join(',');
  const explained = await client.read(`_all/_ilm/explain?only_errors=true&filter_path=${wanted}`, ilm, limit);
  const stuck = Object.entries(explained.indices).map(([index, each]) => ({
    index,
    policy: each.policy,
    step: each.failed_step ?? each.step,
    reason: `${each.step_info?.type ?? ''} ${each.step_info?.reason ?? ''}`.trim(),
  }));
  return { kind: 'ilm', mode: now.operation_mode, stuck };
}

async function seeIsm(client: ElasticsearchClient, limit: HttpLimit) {
  const explained = await optional(client.read('_plugins/_ism/explain/*', ism, limit));
  if (explained === null) return null;
  const stuck: Stuck[] = [];
  for (const [index, given] of Object.entries(explained)) {
    const parsed = ismIndex.safeParse(given);
    if (!parsed.success) continue;
    const { action, retry_info: retry, step, info, policy_id: policy } = parsed.data;
    if (action?.failed !== true && retry?.failed !== true && step?.step_status !== 'failed') continue;
    stuck.push({
      index,
      policy: policy ?? '',
      step: step?.name ?? action?.name ?? '',
      reason: `${info?.message ?? ''} ${info?.cause ?? ''}`.trim(),
    });
  }
  return { kind: 'ism', mode: 'RUNNING', stuck };
}
