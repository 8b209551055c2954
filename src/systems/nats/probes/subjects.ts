/** Subjects that the configuration says always have a subscriber: whether somebody listens. */

import { z } from 'zod';
import type { LookContext, Probe, SystemEntry } from '../../contract.ts';
import { sessionProbe } from '../../session/probe.ts';
import type { NatsClient } from '../client.ts';

const subszForm = z.looseObject({
  total: z.number().default(0),
  subscriptions_list_details: z.array(z.looseObject({ subject: z.string().default('') })).nullish(),
  subscriptions_list: z.array(z.looseObject({ subject: z.string().default('') })).nullish(),
});

const probe = sessionProbe({
  name: 'subjects',
  summary: { 'zh-CN': '约定必须有订阅者的主题：是否有人在听', en: 'subjects that must have a subscriber: whether anybody listens' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'subject|subscriber|no responders|nobody|subscription|主题|订阅|无人应答|没有响应者',
  query: 'GET /subsz?subs=1&test=SUBJECT',
  async see(client: NatsClient, _given, limit, context: LookContext) {
    const counts: [subject: string, subscribers: number][] = [];
    await client.page('/subsz', subszForm, limit);
    for (const subject of wantedOf(context.entry)) {
      const answer = await client.page(`/subsz?subs=1&limit=1024&test=${encodeURIComponent(subject)}`, subszForm, limit);
      const found = answer.subscriptions_list_details ?? answer.subscriptions_list ?? [];
      // A stream that keeps the subject listens inside the server and is counted like everybody else.
      counts.push([subject, found.length]);
    }
    const unheard = counts.filter(([, count]) => count === 0).map(([subject]) => subject);
    return {
      headline: {
        'zh-CN': unheard.length === 0 ? `${String(counts.length)} 个主题都有订阅者` : `没有订阅者：${unheard.join('、')}`,
        en: unheard.length === 0 ? `all ${String(counts.length)} subjects have subscribers` : `without subscribers: ${unheard.join(', ')}`,
      },
      facts: {
        'subjects.checked': counts.length,
        'subjects.unheard.count': unheard.length,
        'subjects.unheard.names': unheard.slice(0, 5).join(', '),
      },
      text: counts.map(([subject, count]) => `${subject} subscribers=${String(count)}`).join('\n'),
    };
  },
});

export const subjectsProbe: Probe<NatsClient> = { ...probe, isFor: (entry) => wantedOf(entry).length > 0 };

function wantedOf(entry: SystemEntry): readonly string[] {
  const subjects: unknown = Reflect.get(entry, 'subjects');
  return Array.isArray(subjects) ? subjects.filter((each) => typeof each === 'string') : [];
}
