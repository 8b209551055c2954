import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileWindow } from '../../../src/analysis/noise/windows.ts';
import { ruleBookSchema } from '../../../src/domain/rule-book.ts';

function compile(window: object) {
  const [only] = ruleBookSchema.parse({ windows: [{ id: 'w', name: 'W', systems: ['redis-main'], ...window }] }).windows;
  assert.ok(only);
  return compileWindow(only);
}
const ms = (iso: string) => Date.parse(iso);
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

test('compileWindow() opens once, in its own zone', () => {
  const { openUntil, next } = compile({ startsAt: '2026-11-21T02:00:00', endsAt: '2026-11-21T04:00:00', timeZone: 'Asia/Shanghai' });

  assert.deepEqual(
    ['2026-11-20T17:59:59Z', '2026-11-20T18:00:00Z', '2026-11-20T19:59:59Z', '2026-11-20T20:00:00Z'].map((at) => iso(openUntil(ms(at)))),
    [null, '2026-11-20T20:00:00.000Z', '2026-11-20T20:00:00.000Z', null],
  );
  assert.equal(next(ms('2026-11-21T00:00:00Z'), 3).length, 0);
});

for (const [name, when] of [
  ['cron', { cron: '0 2 * * 0' }],
  ['rrule', { rrule: 'FREQ=WEEKLY;BYDAY=SU', startsAt: '2026-01-04T02:00:00' }],
] as const) {
  test(`compileWindow() opens again and again by ${name}, at the hour of its zone over the change of the clock`, () => {
    const { openUntil, next } = compile({ ...when, durationMinutes: 120, timeZone: 'Europe/Berlin' });

    // Summer time ends on the 25th of October.
    assert.deepEqual(
      next(ms('2026-10-12T00:00:00Z'), 3).map(({ startMs }) => iso(startMs)),
      ['2026-10-18T00:00:00.000Z', '2026-10-25T00:00:00.000Z', '2026-11-01T01:00:00.000Z'],
    );
    assert.deepEqual(
      ['2026-11-01T00:59:59Z', '2026-11-01T01:00:00Z', '2026-11-01T02:59:59Z', '2026-11-01T03:00:00Z'].map((at) => iso(openUntil(ms(at)))),
      [null, '2026-11-01T03:00:00.000Z', '2026-11-01T03:00:00.000Z', null],
    );
    assert.equal(openUntil(ms('2026-10-18T01:00:00Z')), ms('2026-10-18T02:00:00Z'), 'also when asked about the past');
  });
}

test('compileWindow() takes openings that overlap for one', () => {
  const { openUntil } = compile({ cron: '0 * * * *', durationMinutes: 90 });

  assert.ok((openUntil(ms('2026-11-21T10:30:00Z')) ?? 0) > ms('2026-11-21T12:00:00Z'));
});

test('compileWindow() finds the systems and matchers that it is for', () => {
  const { matchers } = compile({ matchers: ['env="prod"'], cron: '0 2 * * *', durationMinutes: 60, systems: ['a.b', 'c'] });

  assert.deepEqual(matchers, [
    { name: 'env', operator: '=', value: 'prod' },
    { name: 'zhiban_system', operator: '=~', value: 'a\\.b|c' },
  ]);
});

const faults: readonly (readonly [window: object, message: RegExp])[] = [
  [{ cron: 'every sunday', durationMinutes: 60 }, /windows\.w: CronPattern/],
  [{ cron: '0 2 * * *' }, /durationMinutes/],
  [{ cron: '0 2 * * *', rrule: 'FREQ=DAILY', durationMinutes: 60 }, /not both/],
  [{ rrule: 'FREQ=SOMETIMES', startsAt: '2026-01-01T00:00:00', durationMinutes: 60 }, /FREQ/],
  [{ rrule: 'FREQ=DAILY', durationMinutes: 60 }, /say when: startsAt/],
  [{ cron: '0 2 * * *', durationMinutes: 60, timeZone: 'Mars/Olympus' }, /Mars/],
  [{ startsAt: '2026-01-02T00:00:00', endsAt: '2026-01-01T00:00:00' }, /after startsAt/],
  [{ cron: '0 2 * * *', durationMinutes: 60, systems: [] }, /say which alerts/],
  [{ cron: '0 2 * * *', durationMinutes: 60, matchers: ['a=~"("'] }, /missing closing/],
];

for (const [window, message] of faults) {
  test(`compileWindow() refuses ${JSON.stringify(window).slice(0, 60)}`, () =>
    assert.throws(() => compile(window), { kind: 'invalid', message }));
}
