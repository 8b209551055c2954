/** PagerDuty's webhooks, version 3. https://developer.pagerduty.com/docs/webhooks/v3-overview/ */

import { z } from 'zod';
import type { IncomingAlert, Severity } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, moment, neededWord, word } from '../shapes.ts';

const named = z.looseObject({ summary: word, id: word }).nullish().catch(null);

const incident = z.looseObject({
  id: neededWord,
  number: word,
  title: neededWord,
  status: z.enum(['triggered', 'acknowledged', 'resolved']),
  urgency: word,
  html_url: word,
  created_at: moment,
  incident_key: word,
  service: named,
  priority: named,
  escalation_policy: named,
});

const body = z.looseObject({
  event: z.looseObject({ event_type: neededWord, occurred_at: moment, data: z.looseObject({ type: word }) }),
});

export const pagerduty: SourceKind = {
  name: 'pagerduty',
  title: 'PagerDuty',
  takesTokenInAddress: true,
  parse(given, { now }) {
    const parsed = body.safeParse(given);
    if (!parsed.success) throw invalidBody('PagerDuty', parsed.error);
    const { event_type: type, occurred_at: at, data } = parsed.data.event;
    // Pings, notes, responders and services are told the same way and say nothing about whether it burns.
    if (!type.startsWith('incident.') || data.type !== 'incident') return [];
    const found = z.looseObject({ event: z.looseObject({ data: incident }) }).safeParse(given);
    if (!found.success) throw invalidBody('PagerDuty', found.error);
    return [toAlert(found.data.event.data, alertTime(at), now)];
  },
};

function toAlert(each: z.infer<typeof incident>, at: string | null, now: string): IncomingAlert {
  return buildAlert(
    {
      source: 'pagerduty',
      identity: [each.id],
      group: each.id,
      isResolved: each.status === 'resolved',
      name: each.title,
      severity: severityOf(each.priority?.summary ?? null, each.urgency),
      labels: {
        service: each.service?.summary,
        urgency: each.urgency,
        priority: each.priority?.summary,
        escalation_policy: each.escalation_policy?.summary,
        incident_number: each.number,
        pagerduty_id: each.id,
      },
      annotations: { summary: each.title },
      startsAt: alertTime(each.created_at) ?? at,
      endsAt: at,
      url: each.html_url,
    },
    now,
  );
}

function severityOf(priority: string | null, urgency: string | null): Severity {
  if (/^(P1|P2|SEV-?[12])$/i.test(priority ?? '')) return 'critical';
  if (/^(P[45]|SEV-?[45])$/i.test(priority ?? '')) return 'info';
  return priority === null && urgency === 'high' ? 'critical' : 'warning';
}
