import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUserCounts } from '../../../../src/systems/linux/probes/user-limits.ts';

test('parseUserCounts() puts the user first who is nearest to its limit, and leaves sandboxes out', () => {
  const users = parseUserCounts('user 33 12 60000 812 www-data\nuser 1001 40 40 77 deploy\nuser 105 1 0 9 sshd\nuser 1002 3 100 5 \n');

  assert.deepEqual(
    users.map(({ user, threads, limit }) => [user, threads, limit]),
    [
      ['deploy', 40, 40],
      ['1002', 3, 100],
      ['www-data', 12, 60_000],
    ],
  );
});
