/** Zabbix: what the media type in `config/zabbix-media-type.yaml` sends, one problem a request. */

import { z } from 'zod';
import type { IncomingAlert, Severity } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, moment, neededWord, word } from '../shapes.ts';

const tag = z.looseObject({ tag: z.string().max(300), value: word });

const body = z.looseObject({
  /** The problem's event; its recovery tells the same one. */
  event_id: neededWord,
  /** 1 while it is a problem, 0 when it is over; updates tell the state that the problem is in. */
  event_value: neededWord,
  event_name: word,
  severity: word,
  severity_number: word,
  trigger_id: word,
  trigger_name: neededWord,
  trigger_description: word,
  trigger_expression: word,
  host: word,
  host_name: word,
  host_ip: word,
  host_groups: word,
  item_key: word,
  item_value: word,
  operational_data: word,
  tags: z.array(tag).max(500).catch([]),
  started_at: moment,
  ended_at: moment,
  url: word,
});

export const zabbix: SourceKind = {
  name: 'zabbix',
  title: 'Zabbix',
  takesTokenInAddress: false,
  parse(given, { now }) {
    const parsed = body.safeParse(given);
    if (!parsed.success) throw invalidBody('Zabbix', parsed.error);
    return [toAlert(parsed.data, now)];
  },
};

function toAlert(event: z.infer<typeof body>, now: string): IncomingAlert {
  const isResolved = event.event_value === '0';
  return buildAlert(
    {
      source: 'zabbix',
      identity: [event.event_id],
      // The name of the trigger is the template's: the same trouble on many hosts is one incident.
      group: event.trigger_name,
      isResolved,
      name: event.trigger_name,
      severity: severityOfNumber(event.severity_number),
      labels: {
        ...Object.fromEntries(event.tags.map(({ tag: name, value }) => [name, value ?? 'true'])),
        host: event.host,
        host_name: event.host_name,
        instance: event.host_ip,
        host_groups: event.host_groups,
        item: event.item_key,
        zabbix_severity: event.severity,
        trigger_id: event.trigger_id,
      },
      annotations: {
        summary: event.event_name ?? event.trigger_name,
        description: event.trigger_description,
        value: event.operational_data ?? event.item_value,
        expression: event.trigger_expression,
      },
      startsAt: alertTime(event.started_at),
      endsAt: alertTime(event.ended_at),
      url: event.url,
    },
    now,
  );
}

/** 0 not classified, 1 information, 2 warning, 3 average, 4 high, 5 disaster. */
function severityOfNumber(given: string | null): Severity {
  if (given === '4' || given === '5') return 'critical';
  return given === '0' || given === '1' ? 'info' : 'warning';
}
