import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gather } from '../../../src/bot/announcer/gather.ts';
import type { Delivery } from '../../../src/store/delivery-contract.ts';

const target = { adapter: 'robot', name: 'ops', to: [], locale: 'en' } as const;

let count = 0;

function due(incidentId: string, change: Partial<Delivery> = {}): Delivery {
  count += 1;
  return {
    ...{ id: `dlv_${String(count).padStart(3, '0')}`, incidentId, moment: 'verdict', momentKey: `m${count}`, momentAt: '' },
    ...{ target, destination: 'robot/ops', priority: 'state', isDigest: false, state: 'waiting', attempts: 0 },
    ...{ dueAt: '', waitingSince: '', error: null },
    ...change,
  };
}

const sizes = (batches: ReturnType<typeof gather>) =>
  batches.map(({ deliveries }) => deliveries.map(({ incidentId }) => incidentId).join(' '));

test('gather() makes one message of what waits of an incident, and one of all when many wait', () => {
  const [a, b] = [due('a'), due('b')];

  assert.deepEqual(sizes(gather([a, b, due('a')], 'everything')), ['a a', 'b']);
  assert.deepEqual(
    sizes(
      gather(
        ['a', 'b', 'c', 'd'].map((id) => due(id)),
        'everything',
      ),
    ),
    ['a b c d'],
  );
  assert.deepEqual(
    sizes(
      gather(
        ['a', 'b', 'c', 'd'].map((id) => due(id)),
        'incident',
      ),
    ),
    ['a', 'b', 'c', 'd'],
  );
  assert.deepEqual(sizes(gather([a, due('a')], 'nothing')), ['a', 'a']);
});

test('gather() puts the most important first, then the oldest', () => {
  const batches = gather(
    [due('state'), due('approval', { priority: 'approval' }), due('critical', { priority: 'critical' })],
    'everything',
  );

  assert.deepEqual(sizes(batches), ['critical', 'approval', 'state']);
});

test('gather() keeps what is urgent out of the digest, and languages apart', () => {
  const held = ['a', 'b'].map((id) => due(id, { isDigest: true }));
  const urgent = due('c', { priority: 'critical' });
  const chinese = due('a', { target: { ...target, locale: 'zh-CN' } });

  assert.deepEqual(sizes(gather([...held, urgent, chinese], 'everything')), ['c', 'a b', 'a']);
});

test('gather() names the same content the same', () => {
  const [a, b] = [due('a'), due('a')];

  assert.equal(gather([a], 'everything')[0]?.id, a?.id);
  assert.equal(gather([a, b], 'everything')[0]?.id, gather([b, a], 'everything')[0]?.id);
  assert.notEqual(gather([a, b], 'everything')[0]?.id, gather([a, b, due('a')], 'everything')[0]?.id);
});
