/** CloudWatch's alarms over SNS, directly or as EventBridge's state change, with SNS's envelope or raw. */

import { z } from 'zod';
import type { IncomingAlert, Severity } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, moment, neededWord, word } from '../shapes.ts';
import { openMessage } from './sns-envelope.ts';

const state = z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']);
const envelope = z.looseObject({ Type: z.literal('Notification'), Message: z.string() });

const alarm = z.looseObject({
  AlarmName: neededWord,
  AlarmArn: word,
  AlarmDescription: word,
  AWSAccountId: word,
  Region: word,
  NewStateValue: state,
  NewStateReason: word,
  StateChangeTime: moment,
  Trigger: z
    .looseObject({
      MetricName: word,
      Namespace: word,
      Threshold: word,
      ComparisonOperator: word,
      Statistic: word,
      Dimensions: z
        .array(z.looseObject({ name: z.string().max(300), value: word }))
        .nullish()
        .catch([]),
    })
    .nullish()
    .catch(null),
});

const stateChange = z.looseObject({
  account: word,
  region: word,
  time: moment,
  resources: z.array(z.string().max(2_000)).nullish().catch([]),
  detail: z.looseObject({
    alarmName: neededWord,
    state: z.looseObject({ value: state, reason: word, timestamp: moment }),
    configuration: z.looseObject({ description: word }).nullish().catch(null),
  }),
});

export const awsCloudwatch: SourceKind = {
  name: 'aws-cloudwatch',
  title: 'AWS CloudWatch',
  takesTokenInAddress: true,
  parse(given, { now }) {
    const enveloped = envelope.safeParse(given);
    const told = enveloped.success ? openMessage(enveloped.data.Message, 'SNS') : given;
    if (typeof told === 'object' && told !== null && 'detail' in told) {
      const parsed = stateChange.safeParse(told);
      if (!parsed.success) throw invalidBody('AWS CloudWatch', parsed.error);
      return [ofStateChange(parsed.data, now)];
    }
    const parsed = alarm.safeParse(told);
    if (!parsed.success) throw invalidBody('AWS CloudWatch', parsed.error);
    return [ofAlarm(parsed.data, now)];
  },
};

function ofAlarm(each: z.infer<typeof alarm>, now: string): IncomingAlert {
  const trigger = each.Trigger;
  const dimensions = Object.fromEntries((trigger?.Dimensions ?? []).map(({ name, value }) => [name, value]));
  const told = {
    arn: each.AlarmArn,
    name: each.AlarmName,
    account: each.AWSAccountId,
    // The region is told by its title; the code of it only in the name of the resource.
    region: /^arn:[^:]+:cloudwatch:([^:]+):/.exec(each.AlarmArn ?? '')?.[1] ?? each.Region,
    state: each.NewStateValue,
    at: alertTime(each.StateChangeTime),
    description: each.AlarmDescription,
    reason: each.NewStateReason,
  };
  const threshold = [trigger?.Statistic, trigger?.MetricName, trigger?.ComparisonOperator, trigger?.Threshold].filter(Boolean).join(' ');
  const labels = {
    ...dimensions,
    instance: dimensions.InstanceId ?? dimensions.DBInstanceIdentifier ?? dimensions.LoadBalancer,
    metric: trigger?.MetricName,
    namespace: trigger?.Namespace,
  };
  return build(told, labels, { expression: threshold }, now);
}

function ofStateChange(each: z.infer<typeof stateChange>, now: string): IncomingAlert {
  const { detail } = each;
  const told = {
    arn: each.resources?.[0] ?? null,
    name: detail.alarmName,
    account: each.account,
    region: each.region,
    state: detail.state.value,
    at: alertTime(detail.state.timestamp) ?? alertTime(each.time),
    description: detail.configuration?.description ?? null,
    reason: detail.state.reason,
  };
  return build(told, {}, {}, now);
}

interface Told {
  readonly arn: string | null;
  readonly name: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly state: z.infer<typeof state>;
  readonly at: string | null;
  readonly description: string | null;
  readonly reason: string | null;
}

type Words = Readonly<Record<string, string | null | undefined>>;

function build(told: Told, labels: Words, annotations: Words, now: string): IncomingAlert {
  const identity = told.arn ?? [told.account, told.region, told.name].join(':');
  return buildAlert(
    {
      source: 'aws-cloudwatch',
      identity: [identity],
      group: identity,
      isResolved: told.state === 'OK',
      name: told.name,
      severity: severityIn(told.description),
      labels: { ...labels, region: told.region, account: told.account, state: told.state === 'INSUFFICIENT_DATA' ? 'no data' : null },
      annotations: { ...annotations, summary: told.name, description: told.description, reason: told.reason },
      startsAt: told.at,
      endsAt: told.at,
      url: consoleLink(told.region, told.name),
    },
    now,
  );
}

/** CloudWatch knows no severity; whoever wants one writes `severity=critical` into the alarm's description. */
function severityIn(description: string | null): Severity {
  const given = /\bseverity\s*[=:]\s*"?(critical|warning|info)\b/i.exec(description ?? '')?.[1]?.toLowerCase();
  return given === 'critical' || given === 'info' ? given : 'warning';
}

function consoleLink(region: string | null, name: string): string | null {
  if (region === null || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return null;
  const host = region.startsWith('cn-') ? 'console.amazonaws.cn' : 'console.aws.amazon.com';
  return `https://${region}.${host}/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(name)}`;
}
