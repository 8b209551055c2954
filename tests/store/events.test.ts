import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBoth } from './on-both.ts';

onBoth('createEventStore()', (given) => {
  it('numbers events and gives those after a number', async () => {
    const tenant = await given().tenant();
    await tenant.events.emit('plan', 'inc_1', { planId: 'plan_1' });
    await tenant.events.emit('message', null, { text: 'a\0b' });

    const [first, second] = await tenant.events.after(0, 10);

    assert.deepEqual([first?.kind, first?.incidentId, first?.payload], ['plan', 'inc_1', { planId: 'plan_1' }]);
    assert.deepEqual(await tenant.events.after(first?.seq ?? 0, 10), [second]);
    assert.equal(await tenant.events.latestSeq(), second?.seq);
    assert.equal((await tenant.events.after(0, 1)).length, 1);
  });

  it('forgets what is older', async () => {
    const tenant = await given().tenant();
    for (const text of ['a', 'b']) await tenant.events.emit('message', null, { text });

    await tenant.events.forgetBefore(await tenant.events.latestSeq());

    assert.deepEqual(
      (await tenant.events.after(0, 10)).map((event) => event.payload),
      [{ text: 'b' }],
    );
    assert.equal(await (await given().tenant()).events.latestSeq(), 0);
  });

  it('is lost with the transaction that failed, and in the order of the transaction that did not', async () => {
    const tenant = await given().tenant();
    const failed = tenant.transaction(async (inside) => {
      await inside.events.emit('message', null, { text: 'lost' });
      throw new Error('no');
    });
    await assert.rejects(failed, { message: 'no' });

    await tenant.transaction(async (inside) => {
      for (const text of ['a', 'b', 'c']) await inside.events.emit('message', null, { text });
    });

    assert.deepEqual(
      (await tenant.events.after(0, 10)).map((event) => event.payload.text),
      ['a', 'b', 'c'],
    );
  });

  it('never shows a number before a smaller one', async () => {
    const tenant = await given().tenant();
    const seen: number[] = [];
    let isDone = false;
    const follow = async () => {
      while (!isDone || (await tenant.events.after(seen.at(-1) ?? 0, 1)).length > 0) {
        for (const event of await tenant.events.after(seen.at(-1) ?? 0, 50)) seen.push(event.seq);
      }
    };
    const write = async () => {
      const writers = Array.from({ length: 8 }, async (_, writer) => {
        for (let index = 0; index < 25; index += 1) await tenant.events.emit('message', null, { writer, index });
      });
      await Promise.all(writers);
      isDone = true;
    };

    await Promise.all([follow(), write()]);

    assert.equal(seen.length, 200);
  });
});
