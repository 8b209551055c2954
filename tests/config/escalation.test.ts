import assert from 'node:assert/strict';
import { it } from 'node:test';
import { escalationConfig, laddersOf } from '../../src/config/escalation.ts';

const read = (given: unknown) => laddersOf(escalationConfig.parse(given));

it('laddersOf() reads the short form as a ladder of what is critical, as it always was', () => {
  const [usual, ...others] = read({ urgent: 'phone', acknowledgeWithinMinutes: 10, levels: [['primary'], ['li']], repeat: 2 });

  assert.deepEqual(others, []);
  assert.deepEqual(usual, {
    ...{ name: 'critical', match: { severity: 'critical' }, startAfterMs: 600_000, quietHours: null, repeat: 2, stillOnItMs: 3_600_000 },
    answerWithinMs: 1_800_000,
    levels: ['primary', 'li'].map((name) => ({ call: [name], by: ['mention', 'phone'], everyMs: 600_000 })),
  });
  assert.deepEqual(read({ urgent: 'never' })[0]?.levels, [{ call: [], by: ['mention', 'mention'], everyMs: 900_000 }]);
  assert.deepEqual(read({ acknowledgeWithinMinutes: 'never' }), []);
});

it('laddersOf() puts ladders by labels first, with quiet hours and reminders of all where they have none of their own', () => {
  const night = { from: '22:00', to: '08:00', timeZone: 'Asia/Shanghai' };
  const levels = [{ call: ['primary'], by: ['sms'] }];
  const ladders = [
    {
      name: 'payments',
      match: { service: 'payments' },
      levels,
      stillOnItMinutes: 'never',
      answerWithinMinutes: 'never',
      quietHours: 'never',
    },
    { name: 'rest', levels },
  ];

  const [payments, rest, usual] = read({ ladders, quietHours: night, stillOnItMinutes: 30, answerWithinMinutes: 5 });

  assert.deepEqual([payments?.stillOnItMs, payments?.quietHours, payments?.startAfterMs], [null, null, 0]);
  assert.deepEqual([rest?.stillOnItMs, rest?.quietHours?.from, rest?.levels[0]?.everyMs], [1_800_000, '22:00', 300_000]);
  assert.deepEqual([payments?.answerWithinMs, rest?.answerWithinMs, usual?.answerWithinMs], [null, 300_000, 300_000]);
  assert.equal(usual?.name, 'critical');
});

it('escalationConfig refuses ladders that call nobody, means that there are not, and zones that are none', () => {
  const level = { call: ['primary'] };
  const wrong: readonly unknown[] = [
    { ladders: [{ name: 'a', levels: [] }] },
    { ladders: [{ name: 'a', levels: [{ call: [] }] }] },
    { ladders: [{ name: 'a', levels: [{ ...level, by: ['pigeon'] }] }] },
    { ladders: [{ name: 'a', levels: [{ ...level, everyMinutes: 0 }] }] },
    { quietHours: { from: '22:00', to: '08:00', timeZone: 'Asia/Atlantis' } },
    { stillOnItMinutes: 1 },
    { answerWithinMinutes: 0 },
  ];
  for (const given of wrong) assert.equal(escalationConfig.safeParse(given).success, false, JSON.stringify(given));
});
