import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isStaffId, openSpaceId, personChannel, targetOf } from '../../../src/adapters/dingtalk/target.ts';

it('targetOf() tells a group from a person, and openSpaceId() says so to the platform', () => {
  const group = targetOf({ channel: 'cidX==' });
  const person = targetOf({ channel: personChannel('staff-1') });

  assert.deepEqual(
    [group, person],
    [
      { kind: 'group', conversationId: 'cidX==' },
      { kind: 'person', userId: 'staff-1' },
    ],
  );
  assert.deepEqual([openSpaceId(group), openSpaceId(person)], ['dtv1.card//IM_GROUP.cidX==', 'dtv1.card//IM_ROBOT.staff-1']);
});

it('isStaffId() takes words only', () => {
  assert.deepEqual(['manager0001', '0123-456', '', 'a b', '<x>', 'x'.repeat(65)].map(isStaffId), [true, true, false, false, false, false]);
});
