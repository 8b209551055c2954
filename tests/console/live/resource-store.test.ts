import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { ResourceStore, topicsOf } from '../../../src/console/live/resource-store.ts';

/** A loader that counts, and answers when the test says so. */
function heldLoader() {
  const waiting: ((value: string) => void)[] = [];
  const load = () => new Promise<string>((resolve) => waiting.push(resolve));
  return { load, waiting };
}

async function settle(): Promise<void> {
  for (let round = 0; round < 10; round += 1) await Promise.resolve();
}

test('ResourceStore loads once for many watchers', async () => {
  const store = new ResourceStore();
  const { load, waiting } = heldLoader();
  store.watch('a', load, () => {});
  store.watch('a', load, () => {});

  waiting[0]?.('first');
  await settle();

  assert.equal(waiting.length, 1);
  assert.deepEqual(store.peek('a'), { value: 'first', error: null, isLoading: false });
});

test('ResourceStore coalesces many events into one request', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const store = new ResourceStore();
  const { load, waiting } = heldLoader();
  store.watch('a', load, () => {});
  store.setTopics('a', ['incident:1']);
  waiting[0]?.('first');
  await settle();

  for (let count = 0; count < 50; count += 1) store.invalidate(['incident:1']);
  store.invalidate(['incident:2']);
  mock.timers.tick(1_000);
  await settle();

  assert.equal(waiting.length, 2);
  mock.timers.reset();
});

test('ResourceStore asks again after a change that came while it was asking, never twice at a time', async () => {
  const store = new ResourceStore();
  const { load, waiting } = heldLoader();
  store.watch('a', load, () => {});

  void store.refresh('a');
  void store.refresh('a');
  assert.equal(waiting.length, 1);
  waiting[0]?.('old');
  await settle();
  assert.equal(waiting.length, 2);
  waiting[1]?.('new');
  await settle();

  assert.equal(store.peek('a').value, 'new');
  assert.equal(waiting.length, 2);
});

test('ResourceStore keeps what was there when a reload fails', async () => {
  const store = new ResourceStore();
  const answers = [Promise.resolve('first'), Promise.reject(new Error('away'))];
  store.watch(
    'a',
    () => answers.shift() ?? Promise.resolve('later'),
    () => {},
  );
  await settle();

  await store.refresh('a');

  assert.equal(store.peek('a').value, 'first');
  assert.match(String(store.peek('a').error), /away/);
});

test('ResourceStore forgets what nobody watches when it changes', async () => {
  const store = new ResourceStore();
  const unwatch = store.watch(
    'a',
    async () => 'first',
    () => {},
  );
  await settle();
  unwatch();

  store.invalidate(null);

  assert.equal(store.peek('a').value, null);
});

test('topicsOf() names the incident, the list and every id', () => {
  const topics = topicsOf({ kind: 'plan', incidentId: 'inc_1', mentions: ['plan_1'] });

  assert.deepEqual(topics, ['ref:plan_1', 'incident:inc_1', 'incidents', 'audit', 'demos']);
  assert.deepEqual(topicsOf({ kind: 'message', incidentId: null, mentions: [] }), ['messages']);
});
