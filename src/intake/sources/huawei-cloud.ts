/** Huawei Cloud Eye (CES) over SMN: the notification's message is the alarm in JSON. */

import { z } from 'zod';
import type { IncomingAlert, Severity } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, moment, neededWord, word } from '../shapes.ts';
import { openMessage } from './sns-envelope.ts';

const envelope = z.looseObject({ type: z.literal('Notification'), message: z.string() });

const alarm = z.looseObject({
  alarm_id: neededWord,
  alarm_name: neededWord,
  alarm_status: z.enum(['alarm', 'ok', 'insufficient_data']),
  time: moment,
  namespace: word,
  metric_name: word,
  dimension: word,
  filter: word,
  comparison_operator: word,
  value: word,
  unit: word,
  sms_content: word,
  template_variable: z
    .looseObject({
      ResourceName: word,
      ResourceId: word,
      MetricName: word,
      AlarmLevel: word,
      Region: word,
      PrivateIp: word,
      PublicIp: word,
      CurrentData: word,
      AlarmDesc: word,
      AccountName: word,
      Link: word,
    })
    .nullish()
    .catch(null),
});

export const huaweiCloud: SourceKind = {
  name: 'huawei-cloud',
  title: 'Huawei Cloud',
  takesTokenInAddress: true,
  parse(given, { now }) {
    const enveloped = envelope.safeParse(given);
    if (!enveloped.success) throw invalidBody('Huawei Cloud', enveloped.error);
    const parsed = alarm.safeParse(openMessage(enveloped.data.message, 'SMN'));
    if (!parsed.success) throw invalidBody('Huawei Cloud', parsed.error);
    return [toAlert(parsed.data, now)];
  },
};

function toAlert(each: z.infer<typeof alarm>, now: string): IncomingAlert {
  const shown = each.template_variable;
  const at = alertTime(each.time);
  const threshold = [
    each.filter,
    each.metric_name,
    each.comparison_operator,
    each.value === null ? null : `${each.value}${each.unit ?? ''}`,
  ];
  return buildAlert(
    {
      source: 'huawei-cloud',
      identity: [each.alarm_id, each.metric_name, each.dimension],
      group: each.alarm_id,
      isResolved: each.alarm_status === 'ok',
      name: each.alarm_name,
      severity: severityOfLevel(shown?.AlarmLevel ?? null),
      labels: {
        instance: shown?.PrivateIp ?? shown?.ResourceName,
        resource: shown?.ResourceName,
        resource_id: shown?.ResourceId,
        public_ip: shown?.PublicIp,
        namespace: each.namespace,
        metric: each.metric_name,
        dimension: each.dimension,
        region: shown?.Region,
        state: each.alarm_status === 'insufficient_data' ? 'no data' : null,
      },
      annotations: {
        summary: [each.alarm_name, shown?.MetricName, shown?.ResourceName].filter(Boolean).join(' '),
        description: each.sms_content ?? shown?.AlarmDesc,
        value: shown?.CurrentData,
        expression: threshold.filter(Boolean).join(' '),
      },
      startsAt: at,
      endsAt: at,
      url: shown?.Link,
    },
    now,
  );
}

function severityOfLevel(level: string | null): Severity {
  if (/^(critical|major|紧急|重要)$/i.test(level ?? '')) return 'critical';
  return /^(informational|info|提示)$/i.test(level ?? '') ? 'info' : 'warning';
}
