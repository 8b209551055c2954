/** Opsgenie's outgoing webhook. https://support.atlassian.com/opsgenie/docs/opsgenie-edge-connector-alert-action-data/ */

import { z } from 'zod';
import type { IncomingAlert, Severity } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, labelMap, neededWord, word } from '../shapes.ts';

const body = z.looseObject({
  action: neededWord,
  alert: z.looseObject({
    alertId: neededWord,
    message: word,
    alias: word,
    tinyId: word,
    entity: word,
    source: word,
    description: word,
    priority: word,
    createdAt: z.number().nullish(),
    /** Nanoseconds, unlike `createdAt`. */
    updatedAt: z.number().nullish(),
    tags: z.array(z.string().max(300)).nullish().catch([]),
    details: labelMap.nullish().catch(null),
  }),
  integrationName: word,
});

/** Notes, owners and tags say nothing about whether it burns. */
const firing = new Set(['Create', 'Acknowledge', 'UnAcknowledge', 'Escalate', 'EscalateNext', 'UpdatePriority', 'UpdateMessage']);
const over = new Set(['Close', 'Delete']);

export const opsgenie: SourceKind = {
  name: 'opsgenie',
  title: 'Opsgenie',
  takesTokenInAddress: true,
  parse(given, { now }) {
    const parsed = body.safeParse(given);
    if (!parsed.success) throw invalidBody('Opsgenie', parsed.error);
    const { action } = parsed.data;
    return firing.has(action) || over.has(action) ? [toAlert(parsed.data, now)] : [];
  },
};

function toAlert({ action, alert, integrationName }: z.infer<typeof body>, now: string): IncomingAlert {
  const name = alert.message ?? alert.alias ?? alert.alertId;
  const updatedAt = alert.updatedAt ? alertTime(Math.floor(alert.updatedAt / (alert.updatedAt > 1e15 ? 1e6 : 1))) : null;
  return buildAlert(
    {
      source: 'opsgenie',
      identity: [alert.alertId],
      group: alert.alias ?? alert.alertId,
      isResolved: over.has(action),
      name,
      severity: severityOfPriority(alert.priority),
      labels: {
        ...alert.details,
        instance: alert.entity,
        reported_by: alert.source,
        integration: integrationName,
        tags: (alert.tags ?? []).join(','),
        priority: alert.priority,
        alias: alert.alias,
      },
      annotations: { summary: name, description: alert.description },
      startsAt: alertTime(alert.createdAt),
      endsAt: updatedAt,
      url: null,
    },
    now,
  );
}

function severityOfPriority(priority: string | null): Severity {
  if (/^(P1|P2)$/.test(priority ?? '')) return 'critical';
  return /^(P4|P5)$/.test(priority ?? '') ? 'info' : 'warning';
}
