/** What runs right now: long searches, updates by query, reindexing, forced merges. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ElasticsearchClient } from '../client.ts';

const task = z.object({
  node: z.string(),
  id: z.number(),
  action: z.string(),
  start_time_in_millis: z.number(),
  running_time_in_nanos: z.number(),
  cancellable: z.boolean().catch(false),
  cancelled: z.boolean().catch(false),
  parent_task_id: z.string().optional(),
  description: z.string().optional(),
});
type Task = z.infer<typeof task>;
const answer = z.object({ tasks: z.array(task).default([]) });

export const tasksProbe = apiProbe({
  name: 'tasks',
  summary: {
    'zh-CN': '正在运行的搜索、按查询更新、重建索引、强制合并',
    en: 'searches, updates by query, reindexing and merges that run now',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'task|search|slow|query|long|running|reindex|merge|timeout|任务|搜索|查询|慢|超时|重建索引|合并',
  query: 'GET /_tasks?actions=indices:*&detailed=true',
  facts: [
    'tasks.count',
    'tasks.searches',
    'tasks.writes',
    'tasks.longest.id',
    'tasks.longest.action',
    'tasks.longest.seconds',
    'tasks.longest.startedMs',
    'tasks.longest.isSearch',
    'tasks.longest.isCancellable',
    'tasks.longest.indices',
    'tasks.longest.form',
    'tasks.longest.description',
    'tasks.bulk.id',
    'tasks.bulk.action',
    'tasks.bulk.seconds',
    'tasks.bulk.startedMs',
    'tasks.bulk.isCancellable',
  ],
  async see(client: ElasticsearchClient, _given, limit) {
    const path = '_tasks?actions=indices:data/*,indices:admin/forcemerge*&detailed=true&group_by=none';
    const { tasks } = await client.read(path, answer, limit);
    // A search on a hundred shards is a hundred tasks of one; the one that somebody sent is looked at.
    const sent = tasks.filter(({ parent_task_id: parent }) => parent === undefined).sort(byRunningTime);
    const longest = sent.find(({ action }) => isSearch(action));
    const bulk = sent.find(({ action }) => /byquery|reindex|forcemerge/.test(action));
    const facts: Facts = {
      'tasks.count': sent.length,
      'tasks.searches': sent.filter(({ action }) => isSearch(action)).length,
      'tasks.writes': sent.filter(({ action }) => action.startsWith('indices:data/write')).length,
      ...(longest === undefined ? { 'tasks.longest.seconds': 0 } : longestFacts(longest)),
      ...(bulk === undefined ? { 'tasks.bulk.seconds': 0 } : bulkFacts(bulk)),
    };
    return {
      headline: {
        'zh-CN': `${String(sent.length)} 个任务在运行；最久的搜索 ${String(facts['tasks.longest.seconds'])} 秒`,
        en: `${String(sent.length)} tasks are running; the longest search for ${String(facts['tasks.longest.seconds'])} s`,
      },
      facts,
      text: sent
        .slice(0, 30)
        .map(
          (each) =>
            `${each.node}:${String(each.id)} ${each.action} ${String(secondsOf(each))} s ${withoutValues(each.description ?? '').slice(0, 400)}`,
        )
        .join('\n'),
    };
  },
});

function longestFacts(given: Task): Facts {
  const described = given.description ?? '';
  return {
    'tasks.longest.id': `${given.node}:${String(given.id)}`,
    'tasks.longest.action': given.action,
    'tasks.longest.seconds': secondsOf(given),
    'tasks.longest.startedMs': given.start_time_in_millis,
    'tasks.longest.isSearch': true,
    'tasks.longest.isCancellable': given.cancellable && !given.cancelled,
    'tasks.longest.indices': (/indices\[([^\]]*)\]/.exec(described)?.[1] ?? '').slice(0, 200),
    'tasks.longest.form': formOf(described),
    'tasks.longest.description': withoutValues(described).slice(0, 380),
  };
}

function bulkFacts(given: Task): Facts {
  return {
    'tasks.bulk.id': `${given.node}:${String(given.id)}`,
    'tasks.bulk.action': given.action,
    'tasks.bulk.seconds': secondsOf(given),
    'tasks.bulk.startedMs': given.start_time_in_millis,
    'tasks.bulk.isCancellable': given.cancellable && !given.cancelled,
  };
}

function isSearch(action: string): boolean {
  return /^indices:data\/read\/(search|scroll|async_search|esql|eql|sql|msearch)/.test(action);
}

function byRunningTime(left: Task, right: Task): number {
  return right.running_time_in_nanos - left.running_time_in_nanos;
}

function secondsOf({ running_time_in_nanos: nanos }: Task): number {
  return Math.round(nanos / 100_000_000) / 10;
}

/** What is known to be expensive, by the form of the query; empty when nothing of that is in it. */
export function formOf(description: string): string {
  if (/"(wildcard|query_string)":\{[^}]*"(value|wildcard|query)":"[^"]*\*/.test(description)) return 'wildcard';
  if (/"regexp":/.test(description)) return 'regexp';
  if (/"script":/.test(description)) return 'script';
  if (/"from":\d{4,}/.test(description)) return 'deep paging';
  if (/"fuzzy":|"fuzziness":/.test(description)) return 'fuzzy';
  if (/"(terms|composite|cardinality|significant_terms)":\{[^}]*"size":\d{4,}/.test(description)) return 'large aggregation';
  return '';
}

/** Values in a query may be anybody's name or number; the fields stay. */
export function withoutValues(description: string): string {
  return description
    .replaceAll(/:"(?:[^"\\]|\\.)*"?/g, ':"?"')
    .replaceAll(/([[,])"(?:[^"\\]|\\.)*"(?=[\],])/g, '$1"?"')
    .replaceAll(/([:[,])-?\d+(\.\d+)?/g, '$1?');
}
