/** What they do to real members is seen in `signatures.test.ts`, step by step. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { disarmAlarm } from '../../../src/systems/etcd/actions/alarm.ts';
import { moveLeader } from '../../../src/systems/etcd/actions/leader.ts';
import { compact, defragment } from '../../../src/systems/etcd/actions/space.ts';
import { etcdActions } from '../../../src/systems/etcd/actions.ts';
import { contextOf } from '../../contracts/system.ts';
import { freePort } from '../../support/peers.ts';
import { clientOf, entryOf } from './scene.ts';

describe('etcdActions', () => {
  it('are blocked, not thrown, when the member is gone', async () => {
    const entry = entryOf(`http://127.0.0.1:${String(await freePort())}`);
    const given = {
      compact: { revision: 9 },
      defragment: { member: 'each' },
      'disarm-alarm': { alarm: 'NOSPACE' },
      'move-leader': { member: 'a' },
    };
    const states = await Promise.all(
      etcdActions.map(async (action) => {
        const sample = action.arguments.parse(Object.entries(given).find(([name]) => name === action.name)?.[1]);
        return (await action.precheck(clientOf(entry), sample, contextOf(entry, 10_000))).state;
      }),
    );

    assert.deepEqual(states, ['blocked', 'blocked', 'blocked', 'blocked']);
  });

  it('refuse what is no revision, no member, and an alarm that is for people', () => {
    assert.equal(compact.arguments.safeParse({ revision: 0 }).success, false);
    assert.equal(defragment.arguments.safeParse({ member: 'all' }).success, false);
    assert.equal(moveLeader.arguments.safeParse({ member: 'each' }).success, false);
    assert.equal(disarmAlarm.arguments.safeParse({ alarm: 'CORRUPT' }).success, false);
  });
});
