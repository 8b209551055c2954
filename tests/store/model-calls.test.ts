import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ModelCall } from '../../src/store/model-contract.ts';
import { onBoth } from './on-both.ts';

const call = (change: Partial<ModelCall> = {}): ModelCall => ({
  ...{ incidentId: 'inc_1', run: 1, turn: 1, profile: 'deepseek', request: { messages: [] }, response: { text: 'ok' }, tokens: 100 },
  ...change,
});

onBoth('createModelCallStore()', (given) => {
  it('keeps the first of the same turn', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.model.save(call());
    await tenant.model.save(call({ tokens: 5 }));

    assert.deepEqual(await tenant.model.get('inc_1', 1, 1), call());
    assert.equal(await tenant.model.get('inc_1', 1, 2), null);
  });

  it('lists a run by turn', async () => {
    const tenant = await given().tenantWithIncident();
    for (const [run, turn] of [
      [1, 2],
      [1, 1],
      [2, 1],
    ] as const)
      await tenant.model.save(call({ run, turn }));

    assert.deepEqual(
      (await tenant.model.ofRun('inc_1', 1)).map((each) => each.turn),
      [1, 2],
    );
  });

  it('sums the tokens of a profile since a moment', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.model.save(call());
    await tenant.model.save(call({ turn: 2, tokens: 50 }));
    await tenant.model.save(call({ turn: 3, profile: 'other' }));

    assert.equal(await tenant.model.tokensSince('deepseek', 0), 150);
    assert.equal(await tenant.model.tokensSince('deepseek', Date.UTC(2100, 0, 1)), 0);
    assert.equal(await tenant.model.tokensSince('none', 0), 0);
  });
});
