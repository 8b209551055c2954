import assert from 'node:assert/strict';
import { it } from 'node:test';
import { oncallProblems } from '../../src/config/check-oncall.ts';
import { oncallConfig, schedulesOf } from '../../src/config/oncall.ts';
import { configSchema } from '../../src/config/schema.ts';

const layer = { name: 'weekly', people: ['li', ['sam', 'wu']], start: '2026-01-05' };
const schedule = { id: 'primary', timeZone: 'Asia/Shanghai', layers: [layer] };

it('schedulesOf() fills in what the file leaves out', () => {
  const [made] = schedulesOf(oncallConfig.parse({ schedules: [{ ...schedule, holidays: [{ from: '2026-10-01' }] }] }));

  assert.deepEqual(made, {
    ...{ id: 'primary', name: 'primary', timeZone: 'Asia/Shanghai', aliases: [] },
    holidays: [{ name: '', from: '2026-10-01', to: '2026-10-01' }],
    layers: [
      {
        ...{ name: 'weekly', timeZone: 'Asia/Shanghai', turns: [['li'], ['sam', 'wu']], every: { weeks: 1 }, start: '2026-01-05' },
        ...{ handover: '09:00', hours: [], holidays: 'on' },
      },
    ],
  });
});

it('oncallConfig refuses what is no zone, no day, no time and no order', () => {
  const wrong: readonly object[] = [
    { timeZone: 'Asia/Atlantis' },
    { id: 'Primary Duty' },
    { layers: [] },
    { layers: [{ ...layer, start: '2026-02-30' }] },
    { layers: [{ ...layer, handover: '9:00' }] },
    { layers: [{ ...layer, people: [] }] },
    { layers: [{ ...layer, every: 'month' }] },
    { layers: [{ ...layer, every: { hours: 0 } }] },
    { holidays: [{ from: '2026-10-07', to: '2026-10-01' }] },
  ];
  for (const change of wrong) {
    assert.equal(oncallConfig.safeParse({ schedules: [{ ...schedule, ...change }] }).success, false, JSON.stringify(change));
  }
});

it('oncallProblems() names people who aren’t there, words of two schedules, and layers that are never on', () => {
  const people = [{ id: 'li', name: 'Li', roles: ['responder'] }];
  const oncall = {
    schedules: [
      { ...schedule, aliases: ['payments'] },
      { ...schedule, id: 'second', name: 'Payments', layers: [{ ...layer, people: ['li'], holidays: 'only' }] },
    ],
  };

  const found = oncallProblems(configSchema.parse({ people, oncall })).map(
    ({ level, path, text }) => `${level} ${path.join('.')} ${text.en}`,
  );

  assert.deepEqual(found, [
    "error oncall.schedules.0.layers.0.people.1.0 unknown person 'sam'; there is: li",
    "error oncall.schedules.0.layers.0.people.1.1 unknown person 'wu'; there is: li",
    "error oncall.schedules.1 'Payments' already means another schedule",
    'warning oncall.schedules.1.layers.0.holidays is never on: the schedule has no holidays',
  ]);
});
