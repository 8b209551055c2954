import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isOutTrackId, outTrackIdOf, readShownCard } from '../../../src/adapters/dingtalk/card-instances.ts';

it('outTrackIdOf() is the same for the same key, and knows its own', () => {
  assert.equal(outTrackIdOf('card-thr_1'), outTrackIdOf('card-thr_1'));
  assert.notEqual(outTrackIdOf('card-thr_1'), outTrackIdOf('card-thr_2'));
  assert.deepEqual([isOutTrackId(outTrackIdOf('x')), isOutTrackId('pqk-1')], [true, false]);
});

it('readShownCard() reads what was kept, and nothing else', () => {
  const shown = { channel: 'c', workspace: 'w', code: 'ZB-1', values: { approve: 'plan_1:ab' }, deciders: [] };

  assert.deepEqual(readShownCard(shown), shown);
  assert.equal(readShownCard({ channel: 'c' }), null);
});
