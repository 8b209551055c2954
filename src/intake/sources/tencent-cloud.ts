/** Tencent Cloud's alarm callback: metric and event alarms. https://cloud.tencent.com/document/product/248/50409 */

import { z } from 'zod';
import type { IncomingAlert, Severity } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { invalidBody, labelMap, neededWord, word, zonedTime } from '../shapes.ts';

const conditions = z.looseObject({
  metricName: word,
  metricShowName: word,
  calcType: word,
  calcValue: word,
  calcUnit: word,
  currentValue: word,
  unit: word,
  period: word,
  periodNum: word,
  productName: word,
  productShowName: word,
  eventName: word,
  eventShowName: word,
});

const body = z.looseObject({
  alarmStatus: neededWord,
  alarmType: word,
  alarmLevel: word,
  alarmObjInfo: z.looseObject({
    region: word,
    namespace: word,
    appId: word,
    uin: word,
    dimensions: labelMap.nullish().transform((given) => given ?? {}),
  }),
  alarmPolicyInfo: z.looseObject({ policyId: word, policyType: word, policyName: word, policyTypeCName: word, conditions }),
  additionalMsg: labelMap.nullish().catch(null),
  firstOccurTime: z.string().max(100).nullish(),
  durationTime: word,
  recoverTime: z.union([z.string(), z.number()]).nullish(),
});

/** The callback writes its times in Beijing's. */
const utcOffset = '+08:00';

export const tencentCloud: SourceKind = {
  name: 'tencent-cloud',
  title: 'Tencent Cloud',
  takesTokenInAddress: true,
  parse(given, { now }) {
    const parsed = body.safeParse(given);
    if (!parsed.success) throw invalidBody('Tencent Cloud', parsed.error);
    return [toAlert(parsed.data, now)];
  },
};

function toAlert({ alarmObjInfo: object, alarmPolicyInfo: policy, ...alarm }: z.infer<typeof body>, now: string): IncomingAlert {
  const rule = policy.conditions;
  const what = rule.metricShowName ?? rule.metricName ?? rule.eventShowName ?? rule.eventName;
  return buildAlert(
    {
      source: 'tencent-cloud',
      // The session differs between an alarm and its end; policy, metric and object are the same.
      identity: [policy.policyId, rule.metricName ?? rule.eventName, object.region, object.dimensions],
      group: `${policy.policyId ?? policy.policyName ?? ''}:${rule.metricName ?? rule.eventName ?? ''}`,
      isResolved: alarm.alarmStatus === '0',
      name: policy.policyName ?? what ?? 'alarm',
      severity: severityOfLevel(alarm.alarmLevel),
      labels: {
        ...object.dimensions,
        instance: object.dimensions.unInstanceId ?? object.dimensions.objName ?? object.dimensions.objId,
        region: object.region,
        namespace: object.namespace,
        metric: rule.metricName ?? rule.eventName,
        policy_id: policy.policyId,
        policy_type: policy.policyType,
      },
      annotations: {
        summary: [policy.policyName, what?.trim()].filter(Boolean).join(': '),
        product: policy.policyTypeCName ?? rule.productShowName,
        value: withUnit(rule.currentValue, rule.unit),
        expression:
          rule.calcValue === null ? null : `${what?.trim()} ${rule.calcType ?? ''} ${withUnit(rule.calcValue, rule.calcUnit ?? rule.unit)}`,
        ...alarm.additionalMsg,
      },
      startsAt: zonedTime(alarm.firstOccurTime, utcOffset),
      endsAt: typeof alarm.recoverTime === 'string' ? zonedTime(alarm.recoverTime, utcOffset) : null,
      url: null,
    },
    now,
  );
}

function withUnit(value: string | null, unit: string | null): string | null {
  return value === null ? null : `${value}${unit ?? ''}`;
}

/** Newer policies have a level; without one it is a warning. */
function severityOfLevel(level: string | null): Severity {
  if (/^(serious|紧急|严重)$/i.test(level ?? '')) return 'critical';
  return /^(remind|note|提示|提醒)$/i.test(level ?? '') ? 'info' : 'warning';
}
