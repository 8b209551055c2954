import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inviteesOf } from '../../../src/bot/rooms/invitees.ts';
import type { TimelineEntry } from '../../../src/domain/incident.ts';
import { sameText } from '../../../src/domain/text.ts';
import { people } from '../../operations/desk.ts';

const everybody = Object.values(people);
const entry = (kind: TimelineEntry['kind'], actor: string): TimelineEntry => ({
  ...{ id: 'tl_1', incidentId: 'inc_1', at: '2026-11-21T02:00:00.000Z', text: sameText('x'), evidenceIds: [] },
  kind,
  actor,
});

for (const [name, room, timeline, expected] of [
  ['nobody without a reason', { invite: [], requestedBy: 'zhiban' }, [entry('look', 'zhiban'), entry('note', 'rita')], []],
  ['whoever asked for it', { invite: [], requestedBy: 'vera' }, [], ['vera']],
  ['those of a role, and the one named', { invite: ['approver', 'vera'], requestedBy: 'zhiban' }, [], ['vera', 'anna', 'bob']],
  [
    'who took over, decided or said something',
    { invite: [], requestedBy: 'zhiban' },
    [entry('status', 'rita'), entry('approval', 'anna'), entry('steer', 'bob')],
    ['rita', 'anna', 'bob'],
  ],
] as const) {
  test(`inviteesOf() has ${name}`, () => {
    assert.deepEqual(
      inviteesOf(room, timeline, everybody).map((person) => person.id),
      expected,
    );
  });
}
