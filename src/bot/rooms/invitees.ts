/** Who belongs into an incident's room: those whom the rule names, whoever asked for it, and everybody who has taken part. */

import type { TimelineEntry } from '../../domain/incident.ts';
import type { Person } from '../../domain/policy.ts';
import type { Room } from '../../store/room-contract.ts';

/** What makes a person one of those who work on it: taking over, deciding, saying something to the investigation. */
const takingPart: readonly TimelineEntry['kind'][] = ['status', 'approval', 'steer', 'opened'];

export function inviteesOf(
  room: Pick<Room, 'invite' | 'requestedBy'>,
  timeline: readonly TimelineEntry[],
  people: readonly Person[],
): readonly Person[] {
  const active = new Set(timeline.filter((entry) => takingPart.includes(entry.kind)).map((entry) => entry.actor));
  return people.filter(
    (person) =>
      person.id === room.requestedBy ||
      active.has(person.id) ||
      room.invite.includes(person.id) ||
      person.roles.some((role) => room.invite.includes(role)),
  );
}
