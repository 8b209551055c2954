import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openBotDesk, wordsOf } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const rita = { id: 'rita', name: 'Rita', roles: ['responder'] as const, identities: {} };

const described = `Name:             orders-6f89c99b76-pxl47
Namespace:        shop
Node:             node-a/192.0.2.4
Status:           Pending
Controlled By:    ReplicaSet/orders-6f89c99b76
Containers:
  app:
    Image:          registry.example/orders:1.5
    State:          Waiting
      Reason:       CreateContainerConfigError
    Ready:          False
    Restart Count:  0
    Environment:
      DB_PASSWORD:  hunter2-abcdef
Events:
  Type     Reason  Age                From     Message
  ----     ------  ----               ----     -------
  Warning  Failed  3s (x12 over 5m)   kubelet  Error: secret "orders-db" not found
`;

test('pastedReply() says what a pasted description shows, in the thread, and opens no incident', async () => {
  const at = await openBotDesk(store);

  await at.hear('U-rita', `why is this not starting?\n${described}`);

  const said = at.posts.map(wordsOf).join('\n');
  assert.match(said, /A secret that orders refers to does not exist|orders 引用的 Secret 不存在/);
  assert.match(said, /orders-db/);
  assert.doesNotMatch(said, /hunter2/);
  assert.deepEqual((await at.operations.listIncidents(at.as({ ...rita, roles: ['responder'] }), {})).items, []);
});

test('pastedReply() leaves a question that tells of no trouble to the investigation', async () => {
  const at = await openBotDesk(store);

  await at.hear(
    'U-rita',
    'why is main-valve stuck?\nNAME      READY   STATUS    RESTARTS   AGE\norders-1   1/1     Running   0          1h',
  );

  assert.equal((await at.operations.listIncidents(at.as({ ...rita, roles: ['responder'] }), {})).items.length, 1);
});
