import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBoth } from './on-both.ts';

onBoth('createInteractionStore()', (given) => {
  it('claims a key for one of twenty', async () => {
    const tenant = await given().tenant();

    const claims = await Promise.all(Array.from({ length: 20 }, () => tenant.interactions.claim('click-1', 1_000)));

    assert.equal(claims.filter((isFirst) => isFirst).length, 1);
  });

  it('forgets what is older', async () => {
    const tenant = await given().tenant();
    await tenant.interactions.claim('old', 1_000);
    await tenant.interactions.claim('new', 2_000);

    await tenant.interactions.forgetBefore(2_000);

    assert.deepEqual([await tenant.interactions.claim('old', 3_000), await tenant.interactions.claim('new', 3_000)], [true, false]);
  });
});
