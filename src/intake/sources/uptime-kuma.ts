/** Uptime Kuma's webhook, JSON with the default body. */

import { z } from 'zod';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, neededWord, word } from '../shapes.ts';

const body = z.looseObject({
  // A test message has neither.
  heartbeat: z.looseObject({ status: z.number(), time: z.string().max(100).nullish(), msg: word, ping: word }).nullable(),
  monitor: z
    .looseObject({
      id: neededWord,
      name: neededWord,
      url: word,
      hostname: word,
      port: word,
      type: word,
      pathName: word,
      description: word,
      tags: z
        .array(z.looseObject({ name: z.string().max(300), value: word }))
        .nullish()
        .catch([]),
    })
    .nullable(),
  msg: word,
});

const [down, up] = [0, 1];

export const uptimeKuma: SourceKind = {
  name: 'uptime-kuma',
  title: 'Uptime Kuma',
  takesTokenInAddress: true,
  parse(given, { now }) {
    const parsed = body.safeParse(given);
    if (!parsed.success) throw invalidBody('Uptime Kuma', parsed.error);
    const { heartbeat, monitor, msg } = parsed.data;
    // Pending and maintenance are no news of a failure; a certificate's notice has no heartbeat.
    if (heartbeat === null || monitor === null || (heartbeat.status !== down && heartbeat.status !== up)) return [];
    // Kuma writes UTC without saying so.
    const at = alertTime(heartbeat.time ? `${heartbeat.time.replace(' ', 'T').replace(/Z$/, '')}Z` : null);
    const target = monitor.url !== null && monitor.url !== 'https://' ? monitor.url : null;
    const address = target ?? ([monitor.hostname, monitor.port].filter(Boolean).join(':') || null);
    return [
      buildAlert(
        {
          source: 'uptime-kuma',
          identity: [monitor.id],
          group: `monitor:${monitor.id}`,
          isResolved: heartbeat.status === up,
          name: monitor.name,
          severity: 'critical',
          labels: {
            ...Object.fromEntries((monitor.tags ?? []).map(({ name, value }) => [name, value ?? 'true'])),
            instance: address,
            monitor: monitor.pathName ?? monitor.name,
            monitor_type: monitor.type,
          },
          annotations: { summary: msg ?? monitor.name, description: monitor.description, reason: heartbeat.msg, ping_ms: heartbeat.ping },
          startsAt: at,
          endsAt: at,
          url: target,
        },
        now,
      ),
    ];
  },
};
