import assert from 'node:assert/strict';
import { it } from 'node:test';
import { complementOf, outside, unite, within } from '../../src/oncall/spans.ts';

const span = (fromMs: number, toMs: number) => ({ fromMs, toMs });

it('unite() joins what touches and drops what is empty', () => {
  assert.deepEqual(unite([span(5, 7), span(1, 3), span(3, 4), span(6, 6), span(6, 9)]), [span(1, 4), span(5, 9)]);
});

it('within() and outside() share each item between them', () => {
  const items = [{ ...span(0, 10), name: 'a' }];
  const spans = [span(2, 4), span(6, 20)];
  assert.deepEqual(within(items, spans), [
    { ...span(2, 4), name: 'a' },
    { ...span(6, 10), name: 'a' },
  ]);
  assert.deepEqual(outside(items, spans), [
    { ...span(0, 2), name: 'a' },
    { ...span(4, 6), name: 'a' },
  ]);
});

it('complementOf() is what is left of the whole', () => {
  assert.deepEqual(complementOf([span(-1, 1), span(2, 3)], span(0, 5)), [span(1, 2), span(3, 5)]);
  assert.deepEqual(complementOf([], span(0, 5)), [span(0, 5)]);
});
