/** What the cluster itself complained of lately, the same complaint about many objects as one. */

import { z } from 'zod';
import type { KubeEvent } from '../../../analysis/kubernetes/objects.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { namespaceName } from '../entry.ts';
import { readCluster } from '../read-cluster.ts';
import { ageOf, kubernetesProbe, table } from './kubernetes-probe.ts';

export const eventsProbe = kubernetesProbe({
  name: 'events',
  summary: { 'zh-CN': '最近的 Warning 事件，按原因归并', en: 'the warnings of late, by reason' },
  parameters: z.strictObject({ namespace: namespaceName.optional(), sinceMinutes: z.number().int().min(1).max(1_440).default(60) }),
  cost: 'cheap',
  hints: 'events?|warnings?|事件|告警事件',
  query: 'kubectl get events -A --field-selector type=Warning',
  facts: [
    'events.warnings',
    'events.reasons',
    'events.topReason',
    'events.topCount',
    'events.topObject',
    'events.topMessage',
    'events.topFirstAgeSeconds',
    'events.reason.*',
  ],
  async see(client, given, limit, context) {
    const { casebook } = await readCluster(client, ['events'], limit);
    const nowMs = context.clock.now();
    const groups = groupEvents(casebook.all('events'), { ...given, nowMs });
    const facts = eventFacts(groups, nowMs);
    const [top] = groups;
    const shown = top === undefined ? '' : `${top.reason} × ${String(top.count)}（${top.object}）`;
    return {
      headline: {
        'zh-CN':
          top === undefined
            ? `${String(given.sinceMinutes)} 分钟内没有 Warning 事件`
            : `${String(facts['events.warnings'])} 个 Warning 事件，最多的是 ${shown}`,
        en:
          top === undefined
            ? `no warnings within ${String(given.sinceMinutes)} min`
            : `${String(facts['events.warnings'])} warnings, most of them ${top.reason} × ${String(top.count)} (${top.object})`,
      },
      facts,
      text: table(
        ['COUNT', 'LAST', 'REASON', 'OBJECTS', 'OBJECT', 'MESSAGE'],
        groups.map((each) => [
          ...[String(each.count), ageOf(each.lastIso, nowMs), each.reason, String(each.objects), each.object, each.message.slice(0, 300)],
        ]),
        50,
      ),
    };
  },
});

export interface EventGroup {
  readonly reason: string;
  readonly count: number;
  readonly objects: number;
  /** The one that it was said of last. */
  readonly object: string;
  readonly message: string;
  readonly lastIso: string | undefined;
  /** When it was first said, as far as the cluster still knows. */
  readonly firstIso?: string | undefined;
}

/** Pure; the most frequent first. */
export function groupEvents(
  events: readonly KubeEvent[],
  { namespace, sinceMinutes, nowMs }: { namespace?: string | undefined; sinceMinutes: number; nowMs: number },
): readonly EventGroup[] {
  const groups = new Map<string, KubeEvent[]>();
  for (const event of events) {
    const isRecent = event.lastTimestamp === undefined || nowMs - Date.parse(event.lastTimestamp) <= sinceMinutes * 60_000;
    const isOurs = namespace === undefined || event.involvedObject.namespace === namespace;
    if (event.type !== 'Warning' || !isRecent || !isOurs) continue;
    const reason = event.reason ?? '';
    groups.set(reason, [...(groups.get(reason) ?? []), event]);
  }
  return [...groups]
    .map(([reason, members]) => {
      const sorted = [...members].sort((one, other) => (other.lastTimestamp ?? '').localeCompare(one.lastTimestamp ?? ''));
      const [last] = sorted;
      return {
        reason,
        count: members.reduce((sum, { count = 1 }) => sum + count, 0),
        objects: new Set(members.map(objectOf)).size,
        object: last === undefined ? '' : objectOf(last),
        message: last?.message ?? '',
        lastIso: last?.lastTimestamp,
        firstIso: members.flatMap((each) => each.firstTimestamp ?? each.lastTimestamp ?? []).sort()[0],
      };
    })
    .sort((one, other) => other.count - one.count);
}

/** Pure. */
export function eventFacts(groups: readonly EventGroup[], nowMs: number): Facts {
  const [top] = groups;
  return {
    'events.warnings': groups.reduce((sum, { count }) => sum + count, 0),
    'events.reasons': groups.length,
    'events.topReason': top?.reason ?? '',
    'events.topCount': top?.count ?? 0,
    'events.topObject': top?.object ?? '',
    'events.topMessage': top?.message.slice(0, 400) ?? '',
    'events.topFirstAgeSeconds': top?.firstIso === undefined ? null : Math.max(0, (nowMs - Date.parse(top.firstIso)) / 1_000),
    ...Object.fromEntries(
      groups.slice(0, 40).map(({ reason, count }) => [`events.reason.${reason.replace(/[^\w-]/g, '') || 'none'}`, count]),
    ),
  };
}

function objectOf({ involvedObject }: KubeEvent): string {
  const { kind = '?', namespace, name = '?' } = involvedObject;
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
