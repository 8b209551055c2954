import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { createGate } from '../../src/store/gate.ts';

function handClock() {
  let ms = 0;
  return {
    now: () => ms,
    pass: (by: number): void => {
      ms += by;
    },
  };
}

describe('createGate()', () => {
  it('lets one in at a time, what comes in before the work that waited longer', async () => {
    const gate = createGate(() => 0);
    const order: string[] = [];
    let inside = 0;
    const enter = (lane: 'intake' | 'work', name: string) =>
      gate.run(lane, async () => {
        inside += 1;
        assert.equal(inside, 1);
        await setTimeout(1);
        order.push(name);
        inside -= 1;
      });

    await Promise.all([enter('work', 'w1'), enter('work', 'w2'), enter('intake', 'i1'), enter('work', 'w3'), enter('intake', 'i2')]);

    assert.deepEqual(order, ['i1', 'i2', 'w1', 'w2', 'w3']);
  });

  it('holds the work back while more is expected, but for its share of the time', async () => {
    const clock = handClock();
    const gate = createGate(clock.now);
    const passing = (ms: number) => async () => clock.pass(ms);
    await gate.run('work', passing(200));
    await gate.run('intake', passing(2));
    let isDone = false;
    const held = gate.run('work', async () => {
      isDone = true;
    });

    for (let round = 0; round < 5; round += 1) {
      await gate.run('intake', passing(2));
      assert.equal(isDone, false);
    }
    clock.pass(500);
    await gate.run('intake', passing(2));
    await held;

    assert.equal(isDone, true);
  });

  it('groups alerts in turns with the work, however much of it waits', async () => {
    const clock = handClock();
    const gate = createGate(clock.now);
    const order: string[] = [];
    const enter = (lane: 'grouping' | 'work', ms: number) =>
      gate.run(lane, async () => {
        order.push(`${lane} ${ms}`);
        clock.pass(ms);
      });

    await Promise.all([...[40, 40, 40, 40, 40].map((ms) => enter('work', ms)), enter('grouping', 70), enter('grouping', 5)]);

    assert.deepEqual(order, ['grouping 70', 'work 40', 'work 40', 'grouping 5', 'work 40', 'work 40', 'work 40']);
  });

  it('lets people go before what waited longer, and leaves the work a quarter when they ask without end', async () => {
    const clock = handClock();
    const gate = createGate(clock.now);
    const order: string[] = [];
    const enter = (lane: 'people' | 'grouping' | 'work', ms: number) =>
      gate.run(lane, async () => {
        order.push(lane);
        clock.pass(ms);
      });

    const others = [enter('grouping', 60), ...Array.from({ length: 4 }, () => enter('work', 60))];
    await Promise.all([...others, ...Array.from({ length: 20 }, () => enter('people', 60))]);

    const isForPeople = order.map((lane) => (lane === 'people' ? 'P' : '-')).join('');
    assert.equal(isForPeople, 'PPPPP-PPP-PPP-PPP-PPP-PPP');
  });

  it('does not hold people back while more is expected to come in', async () => {
    const clock = handClock();
    const gate = createGate(clock.now);
    const passing = (ms: number) => async () => clock.pass(ms);
    await gate.run('work', passing(200));
    await gate.run('intake', passing(2));
    let isWorkDone = false;
    const held = gate.run('work', async () => {
      isWorkDone = true;
    });

    await gate.run('people', passing(5));

    assert.equal(isWorkDone, false);
    clock.pass(500);
    await held;
  });

  it('lets the work in once nothing comes any more', async () => {
    const clock = handClock();
    const gate = createGate(clock.now);
    await gate.run('work', async () => clock.pass(1_000));
    await gate.run('intake', async () => undefined);
    const held = gate.run('work', async () => 'done');

    clock.pass(30);

    assert.equal(await held, 'done');
  });

  it('goes on after work that failed', async () => {
    const gate = createGate(() => 0);

    await assert.rejects(
      gate.run('work', () => Promise.reject(new Error('own'))),
      /own/,
    );
    assert.equal(await gate.run('work', async () => 1), 1);
  });
});
