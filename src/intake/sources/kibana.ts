/** Kibana's webhook connector with the body that the guide gives: one alert a request, `recovered` at its end. */

import { z } from 'zod';
import { severityOf } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, moment, neededWord, word } from '../shapes.ts';

const body = z.looseObject({
  rule_id: neededWord,
  rule_name: neededWord,
  rule_type: word,
  rule_tags: word,
  rule_url: word,
  space_id: word,
  /** With the rule what tells alerts of one rule apart, such as a host. */
  alert_id: neededWord,
  action_group: neededWord,
  severity: word,
  reason: word,
  value: word,
  date: moment,
});

export const kibana: SourceKind = {
  name: 'kibana',
  title: 'Kibana',
  takesTokenInAddress: false,
  parse(given, { now }) {
    const parsed = body.safeParse(given);
    if (!parsed.success) throw invalidBody('Kibana', parsed.error);
    const alert = parsed.data;
    const at = alertTime(alert.date);
    return [
      buildAlert(
        {
          source: 'kibana',
          identity: [alert.rule_id, alert.alert_id],
          group: alert.rule_id,
          isResolved: alert.action_group === 'recovered',
          name: alert.rule_name,
          severity: severityOf({ severity: alert.severity ?? '' }),
          labels: {
            // Grouped rules name the group here; a rule without groups has `query matched` or `*`.
            instance: /^(\*|query matched)$/.test(alert.alert_id) ? null : alert.alert_id,
            rule_type: alert.rule_type,
            action_group: alert.action_group,
            tags: alert.rule_tags,
            space: alert.space_id,
          },
          annotations: { summary: alert.rule_name, description: alert.reason, value: alert.value },
          startsAt: at,
          endsAt: at,
          url: alert.rule_url,
        },
        now,
      ),
    ];
  },
};
