import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientSignatures } from '../../../../src/systems/etcd/signatures/clients.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const leases = { 'activity.leasesGranted': 6_000, 'activity.leasesKept': 6_000, 'activity.leaseLifeSeconds': 31_536_000 };

for (const [claim, facts, confirmed] of [
  ['many watches on few keys', { 'activity.watchers': 900, 'space.keys': 3 }, ['watches-pile-up']],
  ['nothing of as many watches as a cluster with many keys has', { 'activity.watchers': 900, 'space.keys': 5_000 }, []],
  ['long leases that nobody gives back', leases, ['leases-pile-up']],
  ['nothing of leases that are kept alive and end soon without it', { ...leases, 'activity.leaseLifeSeconds': 15 }, []],
  ['nothing of leases that come and go', { ...leases, 'activity.leasesKept': 40 }, []],
] as const)
  test(`clientSignatures confirm ${claim}`, () => {
    assert.deepEqual(judgeFacts(clientSignatures, 'etcd', facts).confirmed, confirmed);
  });
