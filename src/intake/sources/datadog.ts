/** Datadog's webhook with the payload that the guide gives; Datadog's own default is read as far as it goes. */

import { z } from 'zod';
import type { Severity } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, moment, neededWord, word } from '../shapes.ts';

const body = z.looseObject({
  title: neededWord,
  body: word,
  id: word,
  alert_id: word,
  alert_title: word,
  alert_scope: word,
  alert_transition: word,
  alert_type: word,
  alert_metric: word,
  alert_query: word,
  alert_status: word,
  aggreg_key: word,
  priority: word,
  alert_priority: word,
  hostname: word,
  tags: word,
  link: word,
  snapshot: word,
  date: moment,
  last_updated: moment,
  org: z.looseObject({ id: word, name: word }).nullish().catch(null),
});

export const datadog: SourceKind = {
  name: 'datadog',
  title: 'Datadog',
  takesTokenInAddress: true,
  parse(given, { now }) {
    const parsed = body.safeParse(given);
    if (!parsed.success) throw invalidBody('Datadog', parsed.error);
    const event = parsed.data;
    const at = alertTime(event.date ?? event.last_updated);
    const name = event.alert_title ?? event.title.replace(/^(\[[^\]]*\] ?)+/, '');
    return [
      buildAlert(
        {
          source: 'datadog',
          identity: event.alert_id === null ? [event.aggreg_key ?? name] : [event.alert_id, event.alert_scope],
          group: event.alert_id ?? event.aggreg_key ?? name,
          isResolved: isResolved(event.alert_transition, event.alert_type, event.title),
          name,
          severity: severityOf(event.alert_priority ?? event.priority, event.alert_type),
          labels: {
            ...tagsOf(event.tags),
            ...tagsOf(event.alert_scope),
            instance: event.hostname,
            metric: event.alert_metric,
            monitor_id: event.alert_id,
            transition: event.alert_transition,
            org: event.org?.name,
          },
          annotations: {
            summary: name,
            description: event.body,
            expression: event.alert_query,
            status: event.alert_status,
            snapshot: event.snapshot,
          },
          startsAt: at,
          endsAt: at,
          url: event.link,
        },
        now,
      ),
    ];
  },
};

/** `Warn` after `Triggered` is still trouble; a default payload tells the end only in its title. */
function isResolved(transition: string | null, type: string | null, title: string): boolean {
  if (transition !== null) return /^recovered$/i.test(transition);
  return type === 'success' || /^\[recovered/i.test(title);
}

function severityOf(priority: string | null, type: string | null): Severity {
  if (/^P[12]$/.test(priority ?? '')) return 'critical';
  if (/^P[45]$/.test(priority ?? '')) return 'info';
  if (/^P3$/.test(priority ?? '')) return 'warning';
  return type === 'error' ? 'critical' : type === 'info' ? 'info' : 'warning';
}

/** `env:prod,service:orders,monitor`: what has no value is no label. */
function tagsOf(given: string | null): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (given ?? '').split(',').flatMap((tag) => {
      const at = tag.indexOf(':');
      return at > 0 ? [[tag.slice(0, at).trim(), tag.slice(at + 1).trim()]] : [];
    }),
  );
}
