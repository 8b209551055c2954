import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBoth } from './on-both.ts';
import { sampleSilence } from './samples.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 21, hour)).toISOString();
const nowMs = Date.parse(at(6));

onBoth('createSilenceStore()', (given) => {
  it('keeps a silence as it was made, and changes it in its place', async () => {
    const { silences } = await given().tenant();
    await silences.save(sampleSilence());
    await silences.save(sampleSilence({ endsAt: at(7), comment: 'nearly done' }));

    assert.deepEqual(await silences.get(sampleSilence().id), sampleSilence({ endsAt: at(7), comment: 'nearly done' }));
    assert.equal(await silences.get('none'), null);
  });

  it('lists by state, the latest end first, and finds by the beginning of the id', async () => {
    const { silences } = await given().tenant();
    const ids = ['aaaa1', 'aabb2', 'cccc3'];
    await silences.save(sampleSilence({ id: 'aaaa1', endsAt: at(5) }));
    await silences.save(sampleSilence({ id: 'aabb2' }));
    await silences.save(sampleSilence({ id: 'cccc3', startsAt: at(7), endsAt: at(10) }));
    const list = async (...states: readonly ('active' | 'pending' | 'expired')[]) =>
      (await silences.list({ states, nowMs, limit: 10 })).map(({ id }) => id);

    assert.deepEqual(await list('active'), ['aabb2']);
    assert.deepEqual(await list('pending', 'active'), ['cccc3', 'aabb2']);
    assert.deepEqual(await list('active', 'pending', 'expired'), ids.toReversed());
    assert.deepEqual(
      (await silences.beginning('aa')).map(({ id }) => id),
      ['aabb2', 'aaaa1'],
    );
    assert.deepEqual(await silences.beginning('%'), []);
  });
});
