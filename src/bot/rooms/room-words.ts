/** The lines of a room, in its language. */

import type { Incident } from '../../domain/incident.ts';
import { fill } from '../../domain/text.ts';
import type { Room } from '../../store/room-contract.ts';
import { cardText } from '../../text/card.ts';
import { doorText } from '../../text/doors.ts';
import { durationText } from '../../text/duration.ts';
import { roomText } from '../../text/room.ts';
import { statusText } from '../../text/states.ts';

/** Follows the status alone: a platform says each change of a topic aloud. */
export function topicOf(incident: Incident, { locale }: Pick<Room, 'locale'>, link: string | null): string {
  const severity = incident.origin === 'question' ? roomText.question[locale] : cardText[incident.severity][locale];
  const values = { severity, code: incident.code, state: statusText[incident.status][locale], link };
  return fill(roomText[link === null ? 'topicWithoutLink' : 'topic'][locale], values);
}

export function welcomeOf(incident: Incident, room: Room, uninvited: readonly string[]): readonly string[] {
  const { locale, adapter, closeAfterMs } = room;
  const first = fill(roomText.welcome[locale], { code: incident.code, minutes: Math.round(closeAfterMs / 60_000) });
  if (uninvited.length === 0) return [first];
  const names = uninvited.join(locale === 'en' ? ', ' : '、');
  return [first, fill(roomText.uninvited[locale], { where: doorText(adapter)[locale], names })];
}

export function farewellOf(incident: Incident, { locale }: Pick<Room, 'locale'>, link: string | null): string {
  const lastedMs = Date.parse(incident.resolvedAt ?? incident.startedAt) - Date.parse(incident.startedAt);
  const values = { code: incident.code, duration: durationText(lastedMs)[locale], link };
  return fill(roomText[link === null ? 'farewellWithoutLink' : 'farewell'][locale], values);
}
