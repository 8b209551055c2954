import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { layer, schedule } from '../oncall/schedules.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people, startMs } from './desk.ts';

/** The desk's clock stands at Saturday, 2026-11-21 02:00 UTC. Rita's week ends on Monday, then it is Anna's. */
const schedules = [
  schedule({
    ...{ name: 'First line', aliases: ['payments'] },
    layers: [layer({ turns: [['rita'], ['anna'], ['bob']], start: '2026-11-16' })],
  }),
];
const office = schedule({
  ...{ id: 'office', name: 'Office' },
  layers: [layer({ turns: [['adam']], start: '2026-11-16', hours: [{ days: ['mon'], from: '09:00', to: '18:00' }] })],
});

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

describe('whoIsOnDuty()', () => {
  it('answers for all schedules, or the one that is named, now or then', async () => {
    const at = await openDesk(store, { schedules: [...schedules, office] });
    const asked = async (question: object) =>
      (await at.operations.whoIsOnDuty(at.as(people.vera), question)).map((duty) => [
        duty.schedule.id,
        duty.shift?.people.map(({ name }) => name).join() ?? null,
        duty.next?.from ?? null,
      ]);

    assert.deepEqual(await asked({}), [
      ['primary', 'Rita', '2026-11-23T09:00:00.000Z'],
      ['office', null, '2026-11-23T09:00:00.000Z'],
    ]);
    assert.deepEqual(await asked({ words: 'who is on duty for payments on Tuesday 3am?' }), [
      ['primary', 'Anna', '2026-11-30T09:00:00.000Z'],
    ]);
    assert.deepEqual(await asked({ schedule: 'First Line', at: '2026-12-01T00:00:00Z' }), [['primary', 'Bob', '2026-12-07T09:00:00.000Z']]);
    await assert.rejects(asked({ schedule: 'secondary' }), { kind: 'not-found', message: /there are primary, office/ });
  });

  it('says that there are none', async () => {
    const at = await openDesk(store);
    await assert.rejects(at.operations.whoIsOnDuty(at.as(people.vera), {}), { kind: 'not-found', message: /oncall\.schedules/ });
  });
});

it('listSchedules() shows shifts and gaps', async () => {
  const at = await openDesk(store, { schedules: [office] });

  const [shown] = await at.operations.listSchedules(at.as(people.vera), { from: '2026-11-23T00:00:00Z', to: '2026-11-24T00:00:00Z' });

  assert.deepEqual(
    shown?.shifts.map(({ from, to }) => [from, to]),
    [['2026-11-23T09:00:00.000Z', '2026-11-23T18:00:00.000Z']],
  );
  assert.equal(shown?.gaps.length, 2);
  await assert.rejects(at.operations.listSchedules(at.as(people.vera), { from: '2026-11-24T00:00:00Z', to: '2026-11-23T00:00:00Z' }), {
    kind: 'invalid',
  });
});

describe('takeShift()', () => {
  it('reads words, and changes nothing before the one who asked confirms it', async () => {
    const at = await openDesk(store, { schedules });
    const bob = at.as(people.bob);

    const asked = await at.operations.takeShift(bob, { words: 'I take Rita’s shift tonight' });

    assert.deepEqual([asked.from, asked.to, asked.insteadOf?.id], ['2026-11-21T20:00:00.000Z', '2026-11-22T08:00:00.000Z', 'rita']);
    assert.deepEqual(await at.operations.listOverrides(bob, {}), []);
    await assert.rejects(at.operations.confirmShift(at.as(people.anna), asked.code ?? ''), { kind: 'not-found' });
    const confirmed = await at.operations.confirmShift(bob, asked.code?.toLowerCase() ?? '');
    assert.deepEqual([confirmed.id, confirmed.state, confirmed.code], [asked.id, 'active', null]);
    const [duty] = await at.operations.whoIsOnDuty(bob, { at: '2026-11-22T01:00:00Z' });
    assert.deepEqual(duty?.shift?.people, [{ id: 'bob', name: 'Bob' }]);
    await assert.rejects(at.operations.confirmShift(bob, asked.code ?? ''), { kind: 'not-found' });
    const lines = (await at.store.audit.list({ limit: 10 })).map(({ action, target, outcome }) => `${action} ${target} ${outcome}`);
    assert.ok(lines.includes('oncall.take primary ok'));
  });

  it('forgets after ten minutes what nobody confirmed', async () => {
    const at = await openDesk(store, { schedules });
    const asked = await at.operations.takeShift(at.as(people.bob), { words: 'I take Rita’s shift tonight' });
    at.advance(10 * 60_000 + 1);

    await assert.rejects(at.operations.confirmShift(at.as(people.bob), asked.code ?? ''), { kind: 'not-found' });
  });

  it('takes the whole of a shift when no time is named, and gives one’s own to another', async () => {
    const at = await openDesk(store, { schedules });
    const taken = await at.operations.takeShift(at.as(people.bob), { words: 'I take Anna’s shift' });
    assert.deepEqual([taken.from, taken.to], ['2026-11-23T09:00:00.000Z', '2026-11-30T09:00:00.000Z']);

    const given = await at.operations.takeShift(at.as(people.rita), { words: 'Bob takes my shift tomorrow' });
    assert.deepEqual([given.person.id, given.insteadOf?.id, given.from], ['bob', 'rita', '2026-11-22T00:00:00.000Z']);
    const chinese = await at.operations.takeShift(at.as(people.bob), { words: '我替 Rita 值明天晚上的班' });
    assert.deepEqual([chinese.person.id, chinese.from], ['bob', '2026-11-22T20:00:00.000Z']);
  });

  it('counts at once when it is given by name, from now on and in whole minutes', async () => {
    const at = await openDesk(store, { schedules });
    at.advance(30_500);

    const taken = await at.operations.takeShift(at.as(people.bob), {
      ...{ schedule: 'primary', from: '2026-11-20T00:00:00Z', to: '2026-11-21T12:00:00Z', reason: 'dentist' },
    });

    assert.deepEqual([taken.state, taken.from, taken.reason], ['active', '2026-11-21T02:00:00.000Z', 'dentist']);
    assert.equal((await at.operations.whoIsOnDuty(at.as(people.bob), {}))[0]?.shift?.people[0]?.id, 'bob');
  });

  const refused: readonly [claim: string, who: keyof typeof people, input: object, kind: string, message: RegExp][] = [
    [
      'of two others',
      'rita',
      { schedule: 'primary', person: 'bob', insteadOf: 'anna', from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' },
      'forbidden',
      /administrator/,
    ],
    ['by a viewer', 'vera', { words: 'I take Rita’s shift' }, 'forbidden', /responder/],
    [
      'for a viewer',
      'adam',
      { schedule: 'primary', person: 'vera', from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' },
      'invalid',
      /role responder/,
    ],
    ['that is over', 'bob', { schedule: 'primary', from: '2026-11-19T00:00:00Z', to: '2026-11-20T00:00:00Z' }, 'invalid', /over/],
    ['of somebody who is not on duty then', 'bob', { words: 'I take Anna’s shift tonight' }, 'conflict', /begins at 2026-11-23 09:00/],
    ['that is one’s own', 'rita', { words: 'I take the shift tonight' }, 'conflict', /on duty then already/],
    ['of a year', 'bob', { schedule: 'primary', from: '2026-11-24T00:00:00Z', to: '2027-11-24T00:00:00Z' }, 'invalid', /62 days/],
    ['without a time', 'bob', { words: 'I take the shift' }, 'invalid', /isn’t clear when/],
    [
      'of nobody’s schedule',
      'bob',
      { schedule: 'tertiary', from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' },
      'not-found',
      /primary/,
    ],
    ['the wrong way round', 'bob', { schedule: 'primary', from: '2026-11-25T00:00:00Z', to: '2026-11-24T00:00:00Z' }, 'invalid', /when/],
    ['of Anna or Rita', 'bob', { words: 'I take the shift of Anna or Rita tonight' }, 'invalid', /Name one: Rita, Anna/],
  ];
  for (const [claim, who, input, kind, message] of refused) {
    it(`refuses a shift ${claim}`, async () => {
      const at = await openDesk(store, { schedules });
      await assert.rejects(at.operations.takeShift(at.as(people[who]), input as Parameters<typeof at.operations.takeShift>[1]), {
        kind,
        message,
      });
      assert.equal((await at.store.audit.list({ limit: 1 }))[0]?.outcome, 'refused');
    });
  }

  it('asks which schedule is meant', async () => {
    const at = await openDesk(store, { schedules: [...schedules, schedule({ id: 'second', name: 'Second line' })] });
    await assert.rejects(at.operations.takeShift(at.as(people.bob), { words: 'I take the shift tonight' }), { message: /primary, second/ });
    assert.equal((await at.operations.takeShift(at.as(people.bob), { words: 'I take Rita’s shift tonight' })).schedule.id, 'primary');
  });
});

describe('removeOverride()', () => {
  const shift = { schedule: 'primary', from: new Date(startMs).toISOString(), to: new Date(startMs + 10 * 3_600_000).toISOString() };

  it('gives the rest back and leaves on record who was on duty', async () => {
    const at = await openDesk(store, { schedules });
    const bob = at.as(people.bob);
    const { id } = await at.operations.takeShift(bob, shift);
    at.advance(3_600_000);

    assert.equal((await at.operations.removeOverride(bob, id)).state, 'removed');

    const onDuty = async (ms: number) =>
      (await at.operations.whoIsOnDuty(bob, { at: new Date(ms).toISOString() }))[0]?.shift?.people[0]?.id;
    assert.deepEqual([await onDuty(startMs + 1_800_000), await onDuty(startMs + 5_400_000)], ['bob', 'rita']);
    await assert.rejects(at.operations.removeOverride(bob, id), { kind: 'not-found' });
  });

  it('is for those whom it concerns', async () => {
    const at = await openDesk(store, { schedules });
    const { id } = await at.operations.takeShift(at.as(people.bob), { ...shift, insteadOf: 'rita' });
    await assert.rejects(at.operations.removeOverride(at.as(people.anna), id), { kind: 'forbidden' });
    assert.equal((await at.operations.removeOverride(at.as(people.rita), id)).id, id);
  });

  it('changes nothing that is over', async () => {
    const at = await openDesk(store, { schedules });
    const { id } = await at.operations.takeShift(at.as(people.bob), shift);
    at.advance(11 * 3_600_000);
    await assert.rejects(at.operations.removeOverride(at.as(people.bob), id), { kind: 'conflict' });
  });
});
