import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rolloutsOf } from '../../../src/analysis/kubernetes/rollouts.ts';
import { bookOf } from '../../systems/kubernetes/scene.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();
const set = (name: string, revision: number, minute: number, container: object, more: object = {}) => ({
  metadata: {
    ...{ name, namespace: 'shop', creationTimestamp: at(minute), ownerReferences: [{ kind: 'Deployment', name: 'web' }] },
    annotations: { 'deployment.kubernetes.io/revision': String(revision), ...more },
  },
  spec: { template: { spec: { containers: [{ name: 'app', image: 'web:1', ...container }] } } },
});
const since = Date.parse(at(0)) - 86_400_000;

test('rolloutsOf() names what differs from the revision before, and no value of a variable', () => {
  const sets = [
    set('web-a', 1, 0, { env: [{ name: 'DB', value: 'old-host' }] }),
    set('web-b', 2, 5, { image: 'web:2', env: [{ name: 'DB', value: 'new-host' }], resources: { limits: { cpu: '1' } } }),
  ];

  const [rollout, ...more] = rolloutsOf(bookOf({ replicasets: sets }), since);

  assert.equal(more.length, 0);
  assert.deepEqual(
    [rollout?.name, rollout?.revision, rollout?.atMs, rollout?.what],
    ['web', 2, Date.parse(at(5)), ['image web:1 → web:2', 'env DB', 'resources']],
  );
  assert.doesNotMatch(JSON.stringify(rollout), /host/);
});

test('rolloutsOf() takes the time of going back from the events, and leaves it out where they are gone', () => {
  const sets = [set('web-a', 3, 0, {}, { 'kubernetes.io/change-cause': 'rolled back' }), set('web-b', 2, 5, { image: 'web:2' })];
  const event = {
    ...{ metadata: { name: 'e', namespace: 'shop' }, type: 'Normal', reason: 'ScalingReplicaSet', lastTimestamp: at(9) },
    ...{ message: 'Scaled up replica set web-a to 1', involvedObject: { kind: 'Deployment', name: 'web', namespace: 'shop' } },
  };

  const [back] = rolloutsOf(bookOf({ replicasets: sets, events: [event] }), since);

  assert.deepEqual([back?.isBack, back?.atMs, back?.cause, back?.what], [true, Date.parse(at(9)), 'rolled back', ['image web:2 → web:1']]);
  assert.deepEqual(rolloutsOf(bookOf({ replicasets: sets }), since), []);
});

test('rolloutsOf() knows a first revision, a restart, and what is too old', () => {
  assert.deepEqual(rolloutsOf(bookOf({ replicasets: [set('web-a', 1, 0, {})] }), since)[0]?.what, ['new']);
  assert.deepEqual(rolloutsOf(bookOf({ replicasets: [set('web-a', 1, 0, {}), set('web-b', 2, 5, {})] }), since)[0]?.what, []);
  assert.deepEqual(rolloutsOf(bookOf({ replicasets: [set('web-a', 1, 0, {})] }), Date.parse(at(1))), []);
});
