/** Open-Falcon's callback: a GET with the event in the address, at each state that the strategy notifies. */

import { z } from 'zod';
import type { IncomingAlert, Severity } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { invalidBody, neededWord, word, zonedTime } from '../shapes.ts';

const body = z.looseObject({
  endpoint: neededWord,
  metric: neededWord,
  status: z.enum(['PROBLEM', 'OK']),
  step: word,
  priority: word,
  /** In the zone of Open-Falcon's machine, which it doesn't tell. */
  time: z.string().max(100).nullish(),
  tpl_id: word,
  exp_id: word,
  stra_id: word,
  left_value: word,
  tags: word,
});

export const openFalcon: SourceKind = {
  name: 'open-falcon',
  title: 'Open-Falcon',
  takesTokenInAddress: true,
  takesGet: true,
  read: ({ query }) => query,
  parse(given, { now, utcOffset }) {
    const parsed = body.safeParse(given);
    if (!parsed.success) throw invalidBody('Open-Falcon', parsed.error);
    return [toAlert(parsed.data, now, utcOffset)];
  },
};

function toAlert(event: z.infer<typeof body>, now: string, utcOffset: string): IncomingAlert {
  const at = zonedTime(event.time, utcOffset);
  const tags = Object.fromEntries(
    (event.tags ?? '').split(',').flatMap((tag) => {
      const [, name, value] = /^([^:]+):(.*)$/s.exec(tag.trim()) ?? [];
      return name === undefined ? [] : [[name, value]];
    }),
  );
  const rule = event.exp_id !== null && event.exp_id !== '0' ? `exp:${event.exp_id}` : `stra:${event.stra_id}`;
  const isResolved = event.status === 'OK';
  return buildAlert(
    {
      source: 'open-falcon',
      identity: [rule, event.endpoint, event.metric, tags],
      group: `${rule}:${event.metric}`,
      isResolved,
      name: event.metric,
      severity: severityOfPriority(event.priority),
      labels: { ...tags, instance: event.endpoint, priority: event.priority === null ? null : `P${event.priority}` },
      annotations: { summary: `${event.metric} @ ${event.endpoint}`, value: event.left_value },
      startsAt: at,
      endsAt: at,
      url: null,
    },
    now,
  );
}

function severityOfPriority(priority: string | null): Severity {
  if (priority === '0' || priority === '1') return 'critical';
  return priority === null || priority === '2' || priority === '3' ? 'warning' : 'info';
}
