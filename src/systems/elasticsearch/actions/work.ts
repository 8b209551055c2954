/** Ends one task; has the allocation try again what it has given up. */

import { z } from 'zod';
import type { HttpLimit } from '../../http/exchange.ts';
import { already, apiAction, blocked } from '../../http-api/actions/api-action.ts';
import { ApiFailure } from '../../http-api/failure.ts';
import type { ElasticsearchClient } from '../client.ts';

const task = z.object({
  completed: z.boolean().catch(false),
  task: z.object({ action: z.string(), start_time_in_millis: z.number(), cancellable: z.boolean().catch(false) }),
});

export const cancelTask = apiAction({
  name: 'cancel-task',
  risk: 'medium',
  arguments: z.strictObject({
    taskId: z.string().regex(/^[\w-]{1,64}:\d{1,19}$/, 'expected node:number'),
    action: z.string().regex(/^indices:[\w:/[\]*-]{1,150}$/, 'expected the name of an action on indices'),
    /** Tells it from another task, should the number come again after a restart. */
    startedMs: z.number().int().positive(),
  }),
  verifyWithinMs: 20_000,
  summary: (each) => ({ 'zh-CN': `取消任务 ${each.taskId}（${each.action}）`, en: `cancel task ${each.taskId} (${each.action})` }),
  effect: () => ({
    'zh-CN': '发起方收到错误；按查询更新、重建索引等已完成的部分不会回退',
    en: 'whoever sent it gets an error; what an update by query or a reindex has done stays done',
  }),
  verification: () => ({ 'zh-CN': '任务列表中不再有它', en: 'the list of tasks does not have it any more' }),
  async precheck(client: ElasticsearchClient, each, limit) {
    const now = await readTask(client, each, limit);
    if (now === null) return already('任务已经结束', 'the task has ended already');
    if (!now.cancellable) return blocked('该任务不能取消', 'this task cannot be cancelled');
    return { state: 'ready', before: {} };
  },
  isApplied: async (client, each, _before, limit) => (await readTask(client, each, limit)) === null,
  async apply(client, each, _before, limit) {
    await client.change('POST', `_tasks/${encodeURIComponent(each.taskId)}/_cancel`, undefined, limit);
    return { 'zh-CN': `已要求取消 ${each.taskId}`, en: `asked ${each.taskId} to stop` };
  },
  async verify(client, each, _before, limit) {
    const isGone = (await readTask(client, each, limit)) === null;
    return {
      isMet: isGone,
      note: isGone ? { 'zh-CN': '任务已结束', en: 'the task has ended' } : { 'zh-CN': '任务仍在运行', en: 'it is still running' },
    };
  },
  undo: {
    impossible: {
      'zh-CN': '被取消的任务不能继续；需要时由应用重新发起',
      en: 'a task that was cancelled cannot go on; the application must send it again',
    },
  },
});

/** Null when it has ended, or the number belongs to another by now. */
async function readTask(
  client: ElasticsearchClient,
  given: { readonly taskId: string; readonly action: string; readonly startedMs: number },
  limit: HttpLimit,
): Promise<{ readonly cancellable: boolean } | null> {
  try {
    const found = await client.read(`_tasks/${encodeURIComponent(given.taskId)}`, task, limit);
    const isSame = found.task.action === given.action && found.task.start_time_in_millis === given.startedMs;
    return isSame && !found.completed ? found.task : null;
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 404) return null;
    throw error;
  }
}

const shards = z.array(z.object({ state: z.string(), 'unassigned.reason': z.string().nullish() }));

export const retryFailedAllocation = apiAction({
  name: 'retry-failed-allocation',
  risk: 'low',
  arguments: z.strictObject({}),
  verifyWithinMs: 60_000,
  summary: () => ({
    'zh-CN': '让集群重新尝试分配之前多次失败的分片',
    en: 'have the cluster try again to place the shards that failed too often',
  }),
  effect: () => ({
    'zh-CN': '只影响未分配的分片；成功后会从主分片或磁盘恢复，占用网络与磁盘',
    en: 'concerns unassigned shards only; where it works they recover from their primary or from disk, which takes network and disk',
  }),
  verification: () => ({
    'zh-CN': '因分配失败而未分配的分片变少或消失',
    en: 'fewer shards are unassigned for failed allocations, or none',
  }),
  async precheck(client: ElasticsearchClient, _given, limit) {
    const failed = await countFailed(client, limit);
    if (failed === 0) return already('没有因分配失败而未分配的分片', 'no shard is unassigned for failed allocations');
    return { state: 'ready', before: { failed } };
  },
  isApplied: async (client, _given, before, limit) => (await countFailed(client, limit)) < Number(before.failed),
  async apply(client, _given, before, limit) {
    await client.change('POST', '_cluster/reroute?retry_failed=true&filter_path=acknowledged', undefined, limit);
    return { 'zh-CN': `已重新尝试 ${String(before.failed)} 个分片`, en: `tried ${String(before.failed)} shards again` };
  },
  async verify(client, _given, before, limit) {
    const failed = await countFailed(client, limit);
    return {
      isMet: failed < Number(before.failed),
      note: {
        'zh-CN': `仍有 ${String(failed)} 个分片分配失败`,
        en: `${String(failed)} shards are still unassigned for failed allocations`,
      },
    };
  },
  undo: {
    impossible: {
      'zh-CN': '无需回滚：只是让分片回到应在的位置，不改变数据与设置',
      en: 'nothing to bring back: shards go where they belong, and neither data nor settings change',
    },
  },
});

async function countFailed(client: ElasticsearchClient, limit: HttpLimit): Promise<number> {
  const all = await client.read('_cat/shards?format=json&h=state,unassigned.reason', shards, limit);
  return all.filter((each) => each.state === 'UNASSIGNED' && each['unassigned.reason'] === 'ALLOCATION_FAILED').length;
}
