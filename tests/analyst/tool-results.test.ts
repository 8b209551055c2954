import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMask } from '../../src/analyst/mask.ts';
import { resultsOf, unmasked } from '../../src/analyst/tool-results.ts';
import { allMasks } from './fixtures/analyst.ts';
import { ordersCase } from './fixtures/orders-case.ts';

const call = (name: string, given: unknown) => ({ id: 'call_1', name, arguments: JSON.stringify(given) });

test('resultsOf() fences, masks and bounds what a look brought', async () => {
  const [result] = await resultsOf(
    [call('look', { systemId: 'orders-cache', probe: 'clients' })],
    ordersCase,
    createMask(allMasks),
    'aaaa',
  );

  assert.match(result?.text ?? '', /^⟦aaaa\nev_clients000000000 orders-cache\/clients: [\s\S]*\naaaa⟧$/);
  assert.doesNotMatch(result?.text ?? '', /10\.20\.30\.40|ops@example/);
});

test('resultsOf() finds systems by their placeholders', async () => {
  const mask = createMask({ ...allMasks, words: ['orders'] });
  mask.mask('orders-cache');

  const [result] = await resultsOf([call('look', { systemId: '«name-1»-cache', probe: 'memory' })], ordersCase, mask, 'aaaa');

  assert.match(result?.text ?? '', /ev_memory0000000000 «name-1»-cache\/memory/);
});

test('resultsOf() tells mistakes in a line', async () => {
  const calls = [call('look', { systemId: 'x' }), call('read_evidence', {}), call('report', {}), call('rm', {})];

  for (const { text } of await resultsOf(calls, ordersCase, createMask(allMasks), 'aaaa')) assert.match(text, /^error: [^\n]+$/);
});

test('unmasked() restores placeholders in values, deeply', () => {
  const mask = createMask(allMasks);
  mask.mask('10.0.0.1');

  assert.deepEqual(unmasked({ a: { b: ['«ip-1»'] } }, mask), { a: { b: ['10.0.0.1'] } });
  assert.equal(unmasked(null, mask), null);
});
