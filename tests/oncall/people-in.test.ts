import assert from 'node:assert/strict';
import { it } from 'node:test';
import { peopleIn } from '../../src/oncall/people-in.ts';

const people = [
  { id: 'lihua', name: '李华', email: 'lihua@example.com', phone: '+8613800138000' },
  { id: 'sam', name: 'Sam Lee', email: 'sam@example.com' },
  { id: 'anna', name: 'Anna Lee' },
];
const none = { summary: '', description: '', attendees: [] };

const cases: readonly (readonly [what: string, entry: Parameters<typeof peopleIn>[0], ids: readonly string[]])[] = [
  ['an attendee’s address before all words', { ...none, summary: 'Anna', attendees: [{ name: '', address: 'SAM@example.com' }] }, ['sam']],
  ['an attendee’s name', { ...none, attendees: [{ name: '李华', address: 'other@example.net' }] }, ['lihua']],
  ['an address in the title', { ...none, summary: '值班：lihua@example.com' }, ['lihua']],
  ['a number in the title, also without its country', { ...none, summary: 'on call 138 0013 8000' }, ['lihua']],
  ['a name in the title', { ...none, summary: '李华值班' }, ['lihua']],
  ['a part of a name that only one has', { ...none, summary: 'Sam (on call)' }, ['sam']],
  ['several by the same part', { ...none, summary: 'Lee' }, ['sam', 'anna']],
  ['the description last', { ...none, summary: 'on call', description: 'sam@example.com' }, ['sam']],
  ['nobody by the end of another number', { ...none, summary: 'ticket 138000' }, []],
  ['nobody', { ...none, summary: 'Team lunch' }, []],
];

for (const [what, entry, ids] of cases) {
  it(`peopleIn() finds ${what}`, () => {
    assert.deepEqual(
      peopleIn(entry, people).map(({ id }) => id),
      ids,
    );
  });
}
