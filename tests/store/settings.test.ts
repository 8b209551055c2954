import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBoth } from './on-both.ts';

onBoth('createSettingStore()', (given) => {
  it('gives back every kind of JSON value', async () => {
    const tenant = await given().tenant();
    for (const value of ['text', '{"not":"parsed"}', 1.5, true, false, null, [], { a: [{ b: 'c\0' }] }]) {
      await tenant.settings.set('key', value);

      assert.deepEqual(await tenant.settings.get('key'), JSON.parse(JSON.stringify(value).replace('\\u0000', '\u2400')));
    }
  });

  it('gives those of several that were set', async () => {
    const tenant = await given().tenant();
    await tenant.settings.set('a', 1);
    await tenant.settings.set('b', { c: 2 });

    assert.deepEqual(Object.fromEntries(await tenant.settings.getMany(['a', 'b', 'never'])), { a: 1, b: { c: 2 } });
  });

  it('has null for what was never set', async () => {
    const tenant = await given().tenant();

    assert.equal(await tenant.settings.get('key'), null);
  });
});
