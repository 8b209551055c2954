import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkLook, lookKey } from '../../src/analyst/check-looks.ts';
import { evidenceOf, ordersCase } from './fixtures/orders-case.ts';

test('checkLook() takes a look of the catalogue, and knows one that was taken', () => {
  const fresh = checkLook(ordersCase, { systemId: 'web-1', probe: 'load', why: '<@U1> why' });
  const known = checkLook(ordersCase, { systemId: 'orders-cache', probe: 'memory', parameters: {} });

  assert.deepEqual(fresh, { kind: 'look', look: { systemId: 'web-1', probe: 'load', parameters: {}, why: 'why' }, known: null });
  assert.equal(known.kind === 'look' && known.known?.id, 'ev_memory0000000000');
});

test('checkLook() compares parameters with their defaults filled in, and takes the newest', () => {
  const taken = ['ev_a', 'ev_b'].map((id) =>
    evidenceOf(id, 'orders-cache', 'slowlog', {}, { parameters: id === 'ev_a' ? {} : { count: 16 } }),
  );
  const checked = checkLook({ ...ordersCase, evidence: taken }, { systemId: 'orders-cache', probe: 'slowlog', parameters: {} });
  const other = checkLook({ ...ordersCase, evidence: taken }, { systemId: 'orders-cache', probe: 'slowlog', parameters: { count: 17 } });

  assert.equal(checked.kind === 'look' && checked.known?.id, 'ev_b');
  assert.equal(other.kind === 'look' && other.known, null);
});

test('checkLook() refuses the rest with a reason', () => {
  for (const asked of [
    null,
    {},
    { systemId: 'x' },
    { systemId: 'web-1', probe: 'x' },
    { systemId: 'web-1', probe: 'processes', parameters: { by: 'x' } },
  ]) {
    assert.equal(checkLook(ordersCase, asked).kind, 'refused');
  }
});

test('lookKey() is the same for the same wish, whatever its words', () => {
  const look = { systemId: 'a', probe: 'b', parameters: { x: 1, y: 2 }, why: 'one' };

  assert.equal(lookKey(look), lookKey({ ...look, parameters: { y: 2, x: 1 }, why: 'two' }));
  assert.notEqual(lookKey(look), lookKey({ ...look, probe: 'c' }));
});
