import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { NewChange } from '../../src/store/change-contract.ts';
import { onBoth } from './on-both.ts';

function sampleChange(change: Partial<NewChange> = {}): NewChange {
  return {
    ...{ at: '2026-11-21T01:00:00.000Z', kind: 'deploy', systemIds: ['orders-api'], title: '发布 release' },
    ...{ version: 'v2', author: null, url: null, source: 'api', ...change },
  };
}

onBoth('createChangeStore()', (given) => {
  it('keeps a change once for each key and gives the same one back', async () => {
    const { changes } = await given().tenant();

    const first = await changes.add(sampleChange(), 'k');
    const again = await changes.add(sampleChange({ title: 'another' }), 'k');

    assert.deepEqual([first.isNew, again.isNew], [true, false]);
    assert.deepEqual(again.change, first.change);
    assert.deepEqual(first.change, { id: first.change.id, ...sampleChange() });
  });

  it('lists what lies between, the latest first, and forgets the old', async () => {
    const { changes } = await given().tenant();
    const at = (hour: number): string => `2026-11-21T0${hour}:00:00.000Z`;
    for (const hour of [1, 2, 3, 4]) await changes.add(sampleChange({ at: at(hour) }), String(hour));

    const between = await changes.between(at(2), at(3), 10);
    await changes.forgetBefore(at(3));
    const left = await changes.between(at(0), at(9), 10);

    assert.deepEqual(
      [between, left].map((list) => list.map((each) => each.at)),
      [
        [at(3), at(2)],
        [at(4), at(3)],
      ],
    );
    assert.equal((await changes.between(at(0), at(9), 1)).length, 1);
  });
});
