/** Publishing: who listens, who does not keep up, and what keyspace notifications are sent to nobody. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { infoCount, readInfo } from '../info.ts';
import { listOf, numberOf, type Reply, textOf } from '../reply.ts';
import { type ClientLine, parseClients, printClient } from './client-lines.ts';
import { readSettings } from './config.ts';
import { notificationFacts } from './notifications.ts';
import { redisProbe } from './redis-probe.ts';

const setting = 'notify-keyspace-events';

export const pubsubProbe = redisProbe({
  name: 'pubsub',
  summary: {
    'zh-CN': '发布订阅：订阅者、积压、键空间通知',
    en: 'publish and subscribe: listeners, what piles up for them, keyspace notifications',
  },
  parameters: z.strictObject({}),
  timeoutMs: 6_000,
  cost: 'cheap',
  hints: 'pub ?/?sub|publish|subscri|channel|notif|event|expir|发布|订阅|频道|通知|事件|过期',
  query: 'INFO all; CLIENT LIST; PUBSUB CHANNELS __key*@*; CONFIG GET notify-keyspace-events client-output-buffer-limit',
  async see(client, _given, _context, limit) {
    const info = await readInfo(client, limit);
    const lines = parseClients(textOf(await client.call(['CLIENT', 'LIST'], limit)));
    const settings = await readSettings(client, [setting, 'client-output-buffer-limit'], limit);
    const channels = listOf(await client.call(['PUBSUB', 'CHANNELS', '__key*@*'], limit).catch(() => null)).map(textOf);
    const listeners = lines.filter((line) => line.subscriptions > 0).sort((one, other) => other.outputBytes - one.outputBytes);
    const facts: Facts = {
      'pubsub.channels': infoCount(info, 'pubsub_channels'),
      'pubsub.patterns': infoCount(info, 'pubsub_patterns'),
      ...pubsubFacts(listeners, settings),
      ...notificationFacts(settings.has(setting) ? textOf(settings.get(setting)) : null, channels, listeners),
    };
    return {
      headline: {
        'zh-CN': `频道 ${String(facts['pubsub.channels'])}，模式 ${String(facts['pubsub.patterns'])}，订阅者 ${String(listeners.length)}，最多积压 ${String(facts['pubsub.slowestBytes'])} 字节；键空间通知 ${String(facts['pubsub.notifications']) || '关'}`,
        en: `${String(facts['pubsub.channels'])} channels, ${String(facts['pubsub.patterns'])} patterns, ${String(listeners.length)} listeners, at most ${String(facts['pubsub.slowestBytes'])} bytes waiting; keyspace notifications ${String(facts['pubsub.notifications']) || 'off'}`,
      },
      facts,
      text: listeners.slice(0, 20).map(printClient).join('\n'),
    };
  },
});

/** Pure. The listeners come with the one that is furthest behind first. */
export function pubsubFacts(listeners: readonly ClientLine[], settings: ReadonlyMap<string, Reply>): Facts {
  const [slowest] = listeners;
  const hardBytes = pubsubHardLimit(textOf(settings.get('client-output-buffer-limit')));
  const slowestBytes = slowest?.outputBytes ?? 0;
  return {
    'pubsub.listeners': listeners.length,
    'pubsub.slowestId': slowest?.id ?? '',
    'pubsub.slowestAddress': slowest?.address ?? '',
    'pubsub.slowestName': slowest?.name ?? '',
    'pubsub.slowestBytes': slowestBytes,
    'pubsub.waitingBytes': listeners.reduce((sum, line) => sum + line.outputBytes, 0),
    'pubsub.hardLimitBytes': hardBytes,
    'pubsub.slowestToLimitRatio': hardBytes > 0 ? Math.round((slowestBytes / hardBytes) * 1_000) / 1_000 : 0,
    'pubsub.notifications': textOf(settings.get('notify-keyspace-events')),
  };
}

function pubsubHardLimit(text: string): number {
  return numberOf(/pubsub (\d+)/.exec(text)?.[1]) ?? 0;
}
