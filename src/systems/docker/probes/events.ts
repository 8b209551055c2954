/** What happened to containers of late: ends, kills, restarts, health. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { DockerClient } from '../client.ts';
import type { Event } from '../judge-containers.ts';
import { readEvents } from '../read-events.ts';

const shownMax = 200;

export const eventsProbe = apiProbe({
  name: 'events',
  summary: {
    'zh-CN': '近一小时的容器事件：退出、被杀、OOM、启动、健康变化',
    en: 'events of containers in the last hour: ends, kills, OOM, starts, health',
  },
  parameters: z.strictObject({ sinceMinutes: z.number().int().min(1).max(1_440).default(60) }),
  cost: 'cheap',
  hints: 'event|what happened|killed|when|history|事件|发生了什么|被杀|什么时候',
  query: 'docker events --since …',
  facts: ['events.*'],
  async see(client: DockerClient, given, limit, context) {
    const toMs = context.clock.now();
    const events = await readEvents(client, toMs - given.sinceMinutes * 60_000, toMs, limit);
    const facts = eventFacts(events);
    return {
      headline: {
        'zh-CN': `近 ${String(given.sinceMinutes)} 分钟：退出 ${String(facts['events.ends'])} 次，OOM ${String(facts['events.ooms'])} 次，启动 ${String(facts['events.starts'])} 次`,
        en: `in ${String(given.sinceMinutes)} min: ${String(facts['events.ends'])} ends, ${String(facts['events.ooms'])} out of memory, ${String(facts['events.starts'])} starts`,
      },
      facts: { 'reach.isOk': true, ...facts },
      text: events.slice(-shownMax).map(lineOf).join('\n'),
    };
  },
});

/** Pure. */
export function eventFacts(events: readonly Event[]): Facts {
  const ends = events.filter(({ action }) => action === 'die');
  const [most = ['', 0]] = [...countBy(ends)].sort(([, one], [, other]) => other - one);
  const sick = countBy(events.filter(({ action }) => action === 'health_status: unhealthy'));
  const well = countBy(events.filter(({ action }) => action === 'health_status: healthy'));
  // Each turn from bad to good is one.
  const [flapping = ['', 0]] = [...sick]
    .map(([name, times]) => [name, Math.min(times, well.get(name) ?? 0)] as const)
    .sort(([, one], [, other]) => other - one);
  return {
    'events.ends': ends.length,
    'events.starts': events.filter(({ action }) => action === 'start').length,
    'events.ooms': events.filter(({ action }) => action === 'oom').length,
    'events.mostEnds': most[1],
    'events.mostEndsName': most[0],
    'events.flaps': flapping[1],
    'events.flapsName': flapping[1] > 0 ? flapping[0] : '',
  };
}

function countBy(events: readonly Event[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of events) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function lineOf({ atMs, action, name, exitCode, signal }: Event): string {
  const more = [exitCode === null ? '' : `exit ${String(exitCode)}`, signal === '' ? '' : `signal ${signal}`].filter((part) => part !== '');
  return `${new Date(atMs).toISOString()} ${action} ${name}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}
