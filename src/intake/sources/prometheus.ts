/**
 * What Prometheus and vmalert post to an Alertmanager (API v2). A firing alert says until when it holds; it is posted again before then,
 * and is over when it isn't.
 */

import { z } from 'zod';
import type { IncomingAlert, Labels } from '../../domain/alert.ts';
import { canonicalJson } from '../../domain/plan-digest.ts';
import type { ParseContext, SourceKind } from '../contract.ts';
import { createAlertTimes, invalidBody, labelMap, webAddress } from '../shapes.ts';
import { labelFingerprint } from './alertmanager.ts';

const labels = labelMap
  .transform((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')))
  .refine((given) => Object.keys(given).length > 0, { error: 'expected at least one label' });

const alert = z.looseObject({
  labels,
  annotations: labelMap.nullish().transform((given) => given ?? {}),
  startsAt: z.string().max(100).nullish(),
  endsAt: z.string().max(100).nullish(),
  generatorURL: z.string().nullish(),
});

/** Made once: making a schema costs more than reading an alert by it. */
const body = z.array(alert, { error: 'expected a list of alerts' });

export const prometheus: SourceKind = {
  name: 'prometheus',
  title: 'Prometheus',
  takesTokenInAddress: false,
  parse(given, context) {
    const parsed = body.safeParse(given);
    if (!parsed.success) throw invalidBody('Prometheus', parsed.error);
    const timeOf = createAlertTimes();
    return parsed.data.map((each) => toAlert(each, context, timeOf));
  },
};

type TimeOf = ReturnType<typeof createAlertTimes>;

function toAlert(each: z.infer<typeof alert>, { now, groupBy, resolveTimeoutMs }: ParseContext, timeOf: TimeOf): IncomingAlert {
  const until = timeOf(each.endsAt) ?? new Date(Date.parse(now) + resolveTimeoutMs).toISOString();
  const isResolved = until <= now;
  return {
    source: 'prometheus',
    fingerprint: labelFingerprint(each.labels),
    groupKey: `prometheus:${canonicalJson(partOf(each.labels, groupBy))}`,
    status: isResolved ? 'resolved' : 'firing',
    labels: each.labels,
    annotations: each.annotations,
    startsAt: timeOf(each.startsAt) ?? (isResolved ? until : now),
    endsAt: until,
    generatorUrl: webAddress(each.generatorURL),
  };
}

/** A label that an alert doesn't have counts as empty, as Alertmanager has it. */
function partOf(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(names.map((name) => [name, labels[name] ?? '']));
}
