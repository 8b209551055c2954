import assert from 'node:assert/strict';
import { test } from 'node:test';
import { citedEvidence, isRelated } from '../../src/analyst/cite-evidence.ts';
import { hostSystem, ordersCase, redisSystem } from './fixtures/orders-case.ts';

test('citedEvidence() gives each record once and no other incident’s', () => {
  const cited = citedEvidence(['ev_disk000000000000', 'ev_x', 'ev_disk000000000000', 'ev_memory0000000000'], ordersCase);

  assert.deepEqual(
    cited.map((item) => item.id),
    ['ev_disk000000000000', 'ev_memory0000000000'],
  );
});

test('isRelated() goes one step down and one step up', () => {
  const other = { ...hostSystem, id: 'web-2' };
  const given = { systems: [redisSystem, hostSystem, other] };

  assert.equal(isRelated('orders-cache', redisSystem, given), true);
  assert.equal(isRelated('web-1', redisSystem, given), true);
  assert.equal(isRelated('orders-cache', hostSystem, given), true);
  assert.equal(isRelated('web-2', redisSystem, given), false);
});
