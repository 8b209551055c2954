/**
 * Alibaba Cloud's CloudMonitor (CMS): the callback of threshold alerts, as a form or as JSON, and the webhook of subscriptions to
 * events. https://help.aliyun.com/zh/cms/user-guide/use-the-alert-callback-feature-to-send-notifications-about-threshold-triggered-alerts
 */

import { z } from 'zod';
import type { IncomingAlert, Severity } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { RawRequest, SourceKind } from '../contract.ts';
import { alertTime, invalidBody, moment, neededWord, word } from '../shapes.ts';

const threshold = z.looseObject({
  alertName: neededWord,
  alertState: z.enum(['ALERT', 'ALARM', 'OK', 'INSUFFICIENT_DATA']),
  ruleId: word,
  userId: word,
  regionId: word,
  regionName: word,
  namespace: word,
  metricName: word,
  rawMetricName: word,
  metricProject: word,
  instanceName: word,
  dimensions: word,
  dimensionsOriginal: word,
  expression: word,
  preTriggerLevel: word,
  triggerLevel: word,
  curValue: word,
  unit: word,
  lastTime: word,
  groupId: word,
  productGroupName: word,
  timestamp: moment,
});

const event = z.looseObject({
  alertStatus: z.enum(['TRIGGERED', 'RESOLVED']),
  eventName: neededWord,
  arn: word,
  dedupId: word,
  product: word,
  severity: word,
  source: word,
  timestamp: moment,
  meta: z
    .looseObject({ sysEventMeta: z.looseObject({ regionId: word, instanceName: word, level: word }).nullish() })
    .nullish()
    .catch(null),
});

const subscribed = z.looseObject({ alert: event, strategyName: word, severity: word });

export const alibabaCloud: SourceKind = {
  name: 'alibaba-cloud',
  title: 'Alibaba Cloud',
  takesTokenInAddress: true,
  read: formOrJson,
  parse(given, { now }) {
    if (typeof given === 'object' && given !== null && 'alert' in given) {
      const parsed = subscribed.safeParse(given);
      if (!parsed.success) throw invalidBody('Alibaba Cloud', parsed.error);
      return [ofEvent(parsed.data, now)];
    }
    const parsed = threshold.safeParse(given);
    if (!parsed.success) throw invalidBody('Alibaba Cloud', parsed.error);
    return [ofThreshold(parsed.data, now)];
  },
};

/** Callbacks come as a form whatever their content type says; what begins like JSON is JSON. */
function formOrJson(request: RawRequest): unknown {
  return /^\s*[{[]/.test(request.text) ? request.json() : Object.fromEntries(new URLSearchParams(request.text));
}

function ofThreshold(alert: z.infer<typeof threshold>, now: string): IncomingAlert {
  const at = alertTime(alert.timestamp);
  const dimensions = readDimensions(alert.dimensions ?? alert.dimensionsOriginal ?? '');
  const { userId: _, ...shown } = dimensions;
  return buildAlert(
    {
      source: 'alibaba-cloud',
      identity: [alert.ruleId ?? alert.alertName, alert.metricName, dimensions],
      group: `${alert.ruleId ?? alert.alertName}:${alert.metricName ?? ''}`,
      isResolved: alert.alertState === 'OK',
      name: alert.alertName,
      severity: severityOfLevel(alert.triggerLevel ?? alert.preTriggerLevel),
      labels: {
        ...shown,
        instance: shown.instanceId,
        instance_name: alert.instanceName,
        region: alert.regionId,
        namespace: alert.namespace ?? alert.metricProject,
        metric: alert.rawMetricName ?? alert.metricName,
        state: alert.alertState === 'INSUFFICIENT_DATA' ? 'no data' : null,
        product_group: alert.productGroupName,
      },
      annotations: {
        summary: [alert.alertName, alert.instanceName].filter(Boolean).join(' @ '),
        value: alert.curValue === null ? null : `${alert.curValue}${alert.unit ?? ''}`,
        expression: alert.expression,
        lasted: alert.lastTime,
      },
      startsAt: at,
      endsAt: at,
      url: null,
    },
    now,
  );
}

function ofEvent({ alert, ...rest }: z.infer<typeof subscribed>, now: string): IncomingAlert {
  const system = alert.meta?.sysEventMeta;
  const at = alertTime(alert.timestamp);
  return buildAlert(
    {
      source: 'alibaba-cloud',
      identity: ['event', alert.dedupId ?? [alert.eventName, alert.arn].join(' ')],
      group: `event:${alert.product ?? ''}:${alert.eventName}`,
      isResolved: alert.alertStatus === 'RESOLVED',
      name: alert.eventName,
      severity: severityOfLevel(alert.severity ?? rest.severity),
      labels: {
        instance: /(?:^|[:/])instance\/([^/:]+)/.exec(alert.arn ?? '')?.[1] ?? system?.instanceName,
        product: alert.product,
        region: system?.regionId,
        arn: alert.arn,
        strategy: rest.strategyName,
      },
      annotations: { summary: [alert.product, alert.eventName].filter(Boolean).join(' ') },
      startsAt: at,
      endsAt: at,
      url: null,
    },
    now,
  );
}

/** `{instanceId=i-1, userId=2}`, a JSON object, or a list with one. */
function readDimensions(given: string): Readonly<Record<string, string>> {
  try {
    const read: unknown = JSON.parse(given);
    const first: unknown = Array.isArray(read) ? read[0] : read;
    if (typeof first === 'object' && first !== null) {
      return Object.fromEntries(Object.entries(first).map(([name, value]) => [name, String(value)]));
    }
  } catch {
    // The older form is no JSON.
  }
  return Object.fromEntries(
    given
      .replace(/^\{|\}$/g, '')
      .split(',')
      .flatMap((pair) => {
        const at = pair.indexOf('=');
        return at > 0 ? [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()]] : [];
      }),
  );
}

function severityOfLevel(level: string | null): Severity {
  const spelled = (level ?? '').toUpperCase();
  if (spelled === 'CRITICAL') return 'critical';
  return spelled === 'INFO' ? 'info' : 'warning';
}
