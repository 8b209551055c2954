/** Google Cloud Monitoring's webhook, schema 1.2. https://cloud.google.com/monitoring/support/notification-options#webhooks */

import { z } from 'zod';
import type { IncomingAlert, Severity } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, labelMap, moment, neededWord, word } from '../shapes.ts';

const labels = labelMap.nullish().catch(null);

const body = z.looseObject({
  incident: z.looseObject({
    incident_id: neededWord,
    scoping_project_id: word,
    url: word,
    started_at: moment,
    ended_at: moment,
    state: z.enum(['open', 'closed']),
    summary: word,
    severity: word,
    policy_name: word,
    policy_user_labels: labels,
    condition_name: word,
    observed_value: word,
    threshold_value: word,
    resource_name: word,
    resource: z.looseObject({ type: word, labels }).nullish().catch(null),
    metric: z.looseObject({ type: word, displayName: word, labels }).nullish().catch(null),
    documentation: z
      .union([z.looseObject({ content: word, subject: word }), z.string().transform((content) => ({ content, subject: null }))])
      .nullish()
      .catch(null),
  }),
});

export const googleCloud: SourceKind = {
  name: 'google-cloud',
  title: 'Google Cloud Monitoring',
  takesTokenInAddress: true,
  parse(given, { now }) {
    const parsed = body.safeParse(given);
    if (!parsed.success) throw invalidBody('Google Cloud Monitoring', parsed.error);
    return [toAlert(parsed.data.incident, now)];
  },
};

function toAlert(incident: z.infer<typeof body>['incident'], now: string): IncomingAlert {
  const resource = incident.resource?.labels ?? {};
  const name = incident.policy_name ?? incident.condition_name ?? 'alert';
  return buildAlert(
    {
      source: 'google-cloud',
      identity: [incident.incident_id],
      group: [incident.scoping_project_id, incident.policy_name, incident.condition_name].filter(Boolean).join(':'),
      isResolved: incident.state === 'closed',
      name,
      severity: severityOfWord(incident.severity),
      labels: {
        ...incident.policy_user_labels,
        ...resource,
        ...incident.metric?.labels,
        instance: resource.instance_id ?? resource.instance_name ?? incident.resource_name,
        project: incident.scoping_project_id ?? resource.project_id,
        condition: incident.condition_name,
        metric: incident.metric?.type,
        resource_type: incident.resource?.type,
      },
      annotations: {
        summary: incident.documentation?.subject ?? incident.summary ?? name,
        description: incident.documentation?.content,
        value: incident.observed_value,
        threshold: incident.threshold_value,
      },
      startsAt: alertTime(incident.started_at),
      endsAt: alertTime(incident.ended_at),
      url: incident.url,
    },
    now,
  );
}

/** A policy without a severity tells `No severity`. */
function severityOfWord(given: string | null): Severity {
  return /^(critical|error)$/i.test(given ?? '') ? 'critical' : 'warning';
}
