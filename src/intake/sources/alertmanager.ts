/** Alertmanager's webhook, version 4: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */

import { hash } from 'node:crypto';
import { z } from 'zod';
import type { IncomingAlert, Labels } from '../../domain/alert.ts';
import { canonicalJson } from '../../domain/plan-digest.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, labelMap, webAddress } from '../shapes.ts';

/** As those who took over Alertmanager's form send it, too. */
export const alertmanagerAlert = z.looseObject({
  status: z.enum(['firing', 'resolved']),
  labels: labelMap,
  annotations: labelMap.default({}),
  startsAt: z.string(),
  endsAt: z.string().optional(),
  generatorURL: z.string().optional(),
  fingerprint: z.string().max(200).optional(),
});

const body = z.looseObject({
  groupKey: z.string().max(2_000).optional(),
  receiver: z.string().max(200).optional(),
  groupLabels: labelMap.optional(),
  alerts: z.array(alertmanagerAlert),
});

export const alertmanager: SourceKind = {
  name: 'alertmanager',
  title: 'Alertmanager',
  takesTokenInAddress: false,
  parse: (given, { now }) => parseAlertmanager(given, now),
};

/** Throws ZhibanError `invalid` naming the first field that doesn't fit. */
export function parseAlertmanager(given: unknown, now: string): readonly IncomingAlert[] {
  const parsed = body.safeParse(given);
  if (!parsed.success) throw invalidBody('Alertmanager', parsed.error);
  const { alerts, groupKey, groupLabels } = parsed.data;
  return alerts.map((each) => ({
    ...commonOf(each, now),
    source: 'alertmanager',
    groupKey: `alertmanager:${groupKey || canonicalJson(groupLabels ?? { alertname: each.labels.alertname ?? '' })}`,
  }));
}

/** All but the source and its group. */
export function commonOf(each: z.infer<typeof alertmanagerAlert>, now: string): Omit<IncomingAlert, 'source' | 'groupKey'> {
  return {
    fingerprint: each.fingerprint || labelFingerprint(each.labels),
    status: each.status,
    labels: each.labels,
    annotations: each.annotations,
    startsAt: alertTime(each.startsAt) ?? now,
    endsAt: each.status === 'resolved' ? (alertTime(each.endsAt) ?? now) : null,
    generatorUrl: webAddress(each.generatorURL),
  };
}

/** For senders that leave the fingerprint out: the same labels give the same one. */
export function labelFingerprint(labels: Labels): string {
  return hash('sha256', canonicalJson(labels), 'hex').slice(0, 16);
}
