import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesIn, spokenOf } from '../../../../src/systems/kafka/probes/names-in.ts';

test('namesIn() takes whole words of any language, without the full stop behind them', () => {
  assert.deepEqual(namesIn('主题catalog-updates没有新消息, nor has orders.v2.', [{ topic: 'mails' }]), [
    'mails',
    'catalog-updates',
    'nor',
    'has',
    'orders.v2',
  ]);
});

for (const [topics, names, expected] of [
  [['orders', 'orders-dlq'], ['orders-dlq', 'orders'], 'orders-dlq'],
  [['Orders'], ['orders'], 'Orders'],
  [['orders'], ['orders-kafka'], undefined],
] as const)
  test(`spokenOf() finds ${String(expected)} of ${topics.join(', ')} in ${names.join(', ')}`, () => {
    assert.equal(
      spokenOf(topics, (topic) => topic, names),
      expected,
    );
  });
