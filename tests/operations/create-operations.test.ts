import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { DemoControl } from '../../src/operations/deps.ts';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people } from './desk.ts';

const { vera, rita } = people;
let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const demo: DemoControl = { list: () => [], start: async (name) => `${name} is broken`, end: async () => ['orders-service'] };

test('createOperations() runs the demo for people on duty and writes it down', async () => {
  const at = await openDesk(store, { demo });

  const started = await at.operations.startDemo(at.as(rita), 'hung-service');
  const ended = await at.operations.endDemo(at.as(rita));

  const lines = await at.store.audit.list({ limit: 5 });
  assert.deepEqual(started, { scenario: 'hung-service', text: 'hung-service is broken' });
  assert.deepEqual(ended.removed, ['orders-service']);
  assert.deepEqual(
    lines.map((line) => [line.action, line.target]),
    [
      ['demo.end', 'all'],
      ['demo.start', 'hung-service'],
    ],
  );
  await assert.rejects(at.operations.startDemo(at.as(vera), 'hung-service'), { kind: 'forbidden' });
});

test('createOperations() says that the demo needs the embedded server where there is none', async () => {
  const at = await openDesk(store);

  assert.deepEqual(await at.operations.listDemos(at.as(vera)), []);
  await assert.rejects(at.operations.startDemo(at.as(rita), 'hung-service'), { kind: 'unavailable', message: /npm start/ });
  await assert.rejects(at.operations.endDemo(at.as(rita)), { kind: 'unavailable' });
});
