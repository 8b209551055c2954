/** Nightingale 夜莺, versions 5 to 8: the event that global webhooks, callbacks and notification media send, one or a list. */

import { z } from 'zod';
import type { IncomingAlert, Severity } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, labelMap, moment, neededWord, word } from '../shapes.ts';

const event = z.looseObject({
  /** Rule and series; the recovery tells the same one. */
  hash: neededWord,
  rule_id: word,
  rule_name: neededWord,
  rule_note: word,
  severity: word,
  is_recovered: z.boolean().default(false),
  trigger_time: moment,
  first_trigger_time: moment,
  last_eval_time: moment,
  trigger_value: word,
  tags: z.array(z.string().max(4_000)).nullish(),
  tags_map: labelMap.nullish(),
  annotations: labelMap.nullish().catch(null),
  target_ident: word,
  group_name: word,
  cluster: word,
  cate: word,
  prom_ql: word,
  runbook_url: word,
});

const body = z.union([z.array(event).max(50_000), event.transform((one) => [one])]);

export const nightingale: SourceKind = {
  name: 'nightingale',
  title: 'Nightingale',
  takesTokenInAddress: true,
  parse(given, { now }) {
    const parsed = (Array.isArray(given) ? z.array(event) : body).safeParse(given);
    if (!parsed.success) throw invalidBody('Nightingale', parsed.error);
    return parsed.data.map((each) => toAlert(each, now));
  },
};

function toAlert(each: z.infer<typeof event>, now: string): IncomingAlert {
  return buildAlert(
    {
      source: 'nightingale',
      identity: [each.hash],
      group: each.rule_id ?? each.rule_name,
      isResolved: each.is_recovered,
      name: each.rule_name,
      severity: severityOfLevel(each.severity),
      labels: {
        ...(each.tags_map ?? pairs(each.tags ?? [])),
        instance: each.tags_map?.instance ?? each.target_ident,
        busi_group: each.group_name,
        cluster: each.cluster,
        datasource: each.cate,
        rule_id: each.rule_id,
      },
      annotations: {
        ...each.annotations,
        summary: each.annotations?.summary ?? each.rule_name,
        description: each.annotations?.description ?? each.rule_note,
        value: each.trigger_value,
        expression: each.prom_ql,
        runbook_url: each.runbook_url,
      },
      // Repeats tell a later trigger time; the first one is where it began.
      startsAt: alertTime(each.first_trigger_time || null) ?? alertTime(each.trigger_time),
      endsAt: alertTime(each.last_eval_time || null),
      url: null,
    },
    now,
  );
}

/** Version 5 has no map, only `name=value`. */
function pairs(tags: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    tags.flatMap((tag) => {
      const at = tag.indexOf('=');
      return at > 0 ? [[tag.slice(0, at), tag.slice(at + 1)]] : [];
    }),
  );
}

function severityOfLevel(level: string | null): Severity {
  if (level === '1') return 'critical';
  return level === '3' ? 'info' : 'warning';
}
