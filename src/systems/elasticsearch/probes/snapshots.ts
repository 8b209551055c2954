/** Backups: repositories, the latest snapshots, and the policies that make them. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { ApiFailure, optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ElasticsearchClient } from '../client.ts';

const repositories = z.record(z.string(), z.object({ type: z.string().catch('') }));
const snapshot = z.object({
  snapshot: z.string(),
  state: z.string(),
  reason: z.string().nullish(),
  start_time_in_millis: z.number().optional(),
  end_time_in_millis: z.number().optional(),
  start_epoch: z.number().optional(),
});
type Snapshot = z.infer<typeof snapshot>;
const snapshots = z.object({ snapshots: z.array(snapshot).default([]) });
const event = z.object({ snapshot_name: z.string().catch(''), time: z.number(), details: z.string().nullish() });
const policies = z.record(z.string(), z.object({ last_success: event.optional(), last_failure: event.optional() }));

const repositoriesMax = 4;

export const snapshotsProbe = apiProbe({
  name: 'snapshots',
  summary: { 'zh-CN': '快照仓库、最近的快照与快照策略', en: 'snapshot repositories, the latest snapshots, and their policies' },
  parameters: z.strictObject({}),
  cost: 'moderate',
  hints: 'snapshot|backup|repository|slm|s3|快照|备份|仓库',
  query: 'GET /_snapshot, GET /_snapshot/{repository}/_all, GET /_slm/policy',
  facts: [
    'snapshots.repositories',
    'snapshots.unreadable',
    'snapshots.unreadableName',
    'snapshots.unreadableReason',
    'snapshots.latest.name',
    'snapshots.latest.repository',
    'snapshots.latest.state',
    'snapshots.latest.reason',
    'snapshots.latest.ageHours',
    'snapshots.successAgeHours',
    'snapshots.failedInRow',
    'snapshots.policies',
    'snapshots.policiesFailing',
    'snapshots.policyName',
    'snapshots.policyReason',
  ],
  async see(client: ElasticsearchClient, _given, limit, context) {
    const found = Object.keys(await client.read('_snapshot', repositories, limit));
    const read = await Promise.all(found.slice(0, repositoriesMax).map((name) => readRepository(client, name, limit)));
    const policyFacts = policyFactsOf(await optional(client.read('_slm/policy', policies, limit)));
    const unreadable = read.filter(({ failure }) => failure !== null);
    const all = read
      .flatMap(({ name, list }) => list.map((each) => ({ ...each, repository: name })))
      .sort((left, right) => startedMs(right) - startedMs(left));
    const hours = (ms: number): number => Math.round((context.clock.now() - ms) / 360_000) / 10;
    const [latest] = all;
    const success = all.find(({ state }) => state === 'SUCCESS');
    const facts: Facts = {
      'snapshots.repositories': found.length,
      'snapshots.unreadable': unreadable.length,
      'snapshots.unreadableName': unreadable[0]?.name ?? '',
      'snapshots.unreadableReason': unreadable[0]?.failure ?? '',
      ...(latest === undefined
        ? {}
        : {
            'snapshots.latest.name': latest.snapshot,
            'snapshots.latest.repository': latest.repository,
            'snapshots.latest.state': latest.state,
            'snapshots.latest.reason': (latest.reason ?? '').slice(0, 300),
            'snapshots.latest.ageHours': hours(startedMs(latest)),
            'snapshots.failedInRow': failedInRow(all),
          }),
      ...(success === undefined ? {} : { 'snapshots.successAgeHours': hours(startedMs(success)) }),
      ...policyFacts,
    };
    return {
      headline: {
        'zh-CN': `${String(found.length)} 个快照仓库，${String(unreadable.length)} 个不可读；最近的快照：${latest?.state ?? '无'}`,
        en: `${String(found.length)} snapshot repositories, ${String(unreadable.length)} unreadable; latest snapshot: ${latest?.state ?? 'none'}`,
      },
      facts,
      text: [
        ...all.slice(0, 20).map((each) => JSON.stringify(each)),
        ...unreadable.map((each) => `${each.name}: ${each.failure ?? ''}`),
      ].join('\n'),
    };
  },
});

interface Repository {
  readonly name: string;
  readonly list: readonly Snapshot[];
  readonly failure: string | null;
}

/** The newest few where the version can sort; all of them, in short form, where it can't. */
async function readRepository(client: ElasticsearchClient, name: string, limit: HttpLimit): Promise<Repository> {
  const at = `_snapshot/${encodeURIComponent(name)}`;
  const fields = 'filter_path=snapshots.snapshot,snapshots.state,snapshots.reason,snapshots.*_in_millis,snapshots.start_epoch';
  for (const path of [`${at}/*?size=10&sort=start_time&order=desc&${fields}`, `${at}/_all?${fields}`]) {
    try {
      return { name, list: (await client.read(path, snapshots, limit)).snapshots, failure: null };
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.problem === 'auth' || error.problem === 'no-permission') throw error;
      const isOldVersion = error.status === 400 && path.includes('size=');
      if (!isOldVersion) return { name, list: [], failure: error.message.slice(0, 380) };
    }
  }
  return { name, list: [], failure: null };
}

function startedMs(given: Snapshot): number {
  return given.start_time_in_millis ?? (given.start_epoch ?? 0) * 1_000;
}

/** Counted from the newest; one that still runs decides nothing. */
function failedInRow(newestFirst: readonly Snapshot[]): number {
  const done = newestFirst.filter(({ state }) => state !== 'IN_PROGRESS');
  const success = done.findIndex(({ state }) => state === 'SUCCESS');
  return success === -1 ? done.length : success;
}

function policyFactsOf(given: z.infer<typeof policies> | null): Facts {
  if (given === null) return {};
  const failing = Object.entries(given).filter(([, each]) => (each.last_failure?.time ?? 0) > (each.last_success?.time ?? 0));
  const [first] = failing;
  return {
    'snapshots.policies': Object.keys(given).length,
    'snapshots.policiesFailing': failing.length,
    'snapshots.policyName': first?.[0] ?? '',
    'snapshots.policyReason': (first?.[1].last_failure?.details ?? '').slice(0, 380),
  };
}
