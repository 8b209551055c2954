/** One moment of one incident, or one call of one person, as a CloudEvent 1.0, for machines. */

import type { Announcement, IncidentNotice } from '../../domain/announcement.ts';
import type { PageCall } from '../../domain/page-call.ts';

/** The id is the delivery's: whoever has seen it has seen this event. */
export function cloudEvent(announcement: Announcement, notice: IncidentNotice, source: string): Readonly<Record<string, unknown>> {
  const { record } = notice;
  return {
    specversion: '1.0',
    id: announcement.id,
    source,
    type: `zhiban.incident.${record.moment}`,
    subject: record.code,
    time: record.at,
    datacontenttype: 'application/json',
    data: {
      ...record,
      text: [
        `${notice.emoji} ${notice.headline} · ${notice.title}`,
        notice.subtitle,
        ...notice.sections.map(({ label, lines }) => `${label}: ${lines.join('\n')}`),
      ].join('\n'),
    },
  };
}

/** A text message or a call that a provider is asked for; the id is the call's own, so that a repeat is known. */
export function pageEvent({ id, ...call }: PageCall, source: string, time: string): Readonly<Record<string, unknown>> {
  return {
    ...{ specversion: '1.0', id, source, type: `zhiban.page.${call.way}`, subject: call.incident.code, time },
    ...{ datacontenttype: 'application/json', data: { id, ...call } },
  };
}
