import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quotaFacts } from '../../../../src/systems/kafka/probes/quotas.ts';

test('quotaFacts() names whom the lowest rate of bytes holds back, and leaves shares of request time aside', () => {
  const facts = quotaFacts([
    { whose: 'user default', setting: 'producer_byte_rate', value: 10_485_760 },
    { whose: 'client-id svc-shop', setting: 'consumer_byte_rate', value: 2_048 },
    { whose: 'client-id svc-shop', setting: 'request_percentage', value: 50 },
  ]);

  assert.deepEqual(
    [facts['quotas.count'], facts['quotas.tightest.whose'], facts['quotas.tightest.bytesPerSecond']],
    [3, 'client-id svc-shop', 2_048],
  );
  assert.equal(quotaFacts([])['quotas.tightest.bytesPerSecond'], null);
});
