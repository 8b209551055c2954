/** What is made of single answers, in the manual's form. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { activityFacts } from '../../../src/systems/mongodb/probes/activity.ts';
import { operationFacts } from '../../../src/systems/mongodb/probes/operations.ts';
import { setFacts } from '../../../src/systems/mongodb/probes/replication.ts';
import { statusFacts } from '../../../src/systems/mongodb/probes/server.ts';
import { warningFacts } from '../../../src/systems/mongodb/probes/warnings.ts';
import { member, operation, secondsAgo, set, status } from './answers.ts';

it('statusFacts() has zeros, and no ratio, for a server that tells nothing', () => {
  const facts = statusFacts(null);

  assert.deepEqual([facts['server.knowsStatus'], facts['server.connectionsRatio'], facts['cache.usedRatio']], [false, 0, 0]);
  assert.equal(statusFacts(status)['server.connectionsMax'], 51_200);
});

it('operationFacts() takes the longest, and calls a client by its own name or its address', () => {
  const facts = operationFacts([operation({ secs_running: 3 }), operation({ opid: 8, secs_running: 9, appName: 'svc-report' })]);

  assert.deepEqual([facts['operations.longest.id'], facts['operations.longest.client']], ['8', 'svc-report']);
  assert.equal(operationFacts([operation({})])['operations.longest.client'], '10.0.0.9');
  assert.equal(operationFacts([])['operations.longest.seconds'], 0);
});

it('setFacts() counts votes for the majority, and no lag of members that are gone', () => {
  const gone = member('c', '(not reachable/healthy)', { health: 0, optimeDate: new Date(0) });
  const facts = setFacts(set(member('a', 'PRIMARY'), member('b', 'SECONDARY', { optimeDate: secondsAgo(7) }), gone));

  assert.deepEqual(
    [facts['set.hasMajority'], facts['set.lag.member'], facts['set.lag.seconds'], facts['set.down.names']],
    [true, 'b', 7, 'c'],
  );
  assert.equal(setFacts(null)['set.isOne'], false);
});

it('activityFacts() are rates, and none after a restart', () => {
  const later = { ...status, opcounters: { query: 30, insert: 5, update: 20, delete: 0 } };

  assert.deepEqual(
    [activityFacts(status, later, 2)['activity.readsPerSecond'], activityFacts(status, later, 2)['activity.writesPerSecond']],
    [10, 10],
  );
  assert.equal(activityFacts(later, status, 2)['activity.readsPerSecond'], 0);
});

it('warningFacts() read the lines of 4.4 and later, and keep attributes out', () => {
  const line = '{"s":"E","msg":"Plan executor error","attr":{"filter":{"name":"Wang"}}}';
  const facts = warningFacts(['{"s":"W","msg":"Access control is not enabled for the database"}'], [line]);

  assert.deepEqual([facts['warnings.isOpenToAll'], facts['errors.newest']], [true, 'Plan executor error']);
});
