import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { DutyView } from '../../src/domain/oncall-view.ts';
import { dutyLine, overrideLine, peopleText, zonedTime } from '../../src/text/duty.ts';

const schedule = { id: 'primary', name: 'Primary', timeZone: 'Asia/Shanghai' };
const at = '2026-11-29T05:00:00.000Z';
const nowMs = Date.parse(at);
const shift = {
  from: '2026-11-23T01:00:00.000Z',
  to: '2026-11-30T01:00:00.000Z',
  people: [{ id: 'li', name: 'Li' }],
  layer: 'weekly',
  overrideId: null,
};
const next = {
  ...shift,
  from: shift.to,
  to: '2026-12-07T01:00:00.000Z',
  people: [
    { id: 'sam', name: 'Sam' },
    { id: 'wu', name: 'Wu' },
  ],
};

it('dutyLine() says who, until when and who then; or that nobody is', () => {
  const cases: readonly (readonly [duty: Partial<DutyView>, now: number, en: string, zh: string])[] = [
    [
      {},
      nowMs,
      'Primary: Li until Mon 11-30 09:00 (Asia/Shanghai), then Sam and Wu.',
      'Primary：Li，到 周一 11-30 09:00（Asia/Shanghai），之后 Sam、Wu。',
    ],
    [
      {},
      0,
      'Primary at Sun 11-29 13:00: Li until Mon 11-30 09:00 (Asia/Shanghai), then Sam and Wu.',
      'Primary 周日 11-29 13:00：Li，到 周一 11-30 09:00（Asia/Shanghai），之后 Sam、Wu。',
    ],
    [
      { next: { ...next, from: '2026-12-01T01:00:00.000Z' } },
      nowMs,
      'Primary: Li until Mon 11-30 09:00 (Asia/Shanghai), then nobody.',
      'Primary：Li，到 周一 11-30 09:00（Asia/Shanghai），之后无人值班。',
    ],
    [{ next: null }, nowMs, 'Primary: Li, with no handover in sight.', 'Primary：Li，没有交接。'],
    [
      { shift: null },
      nowMs,
      'Primary at Sun 11-29 13:00: nobody is on duty; Sam and Wu from Mon 11-30 09:00.',
      'Primary 周日 11-29 13:00：无人值班；Sam、Wu 从周一 11-30 09:00 开始。',
    ],
    [
      { shift: null, next: null },
      nowMs,
      'Primary at Sun 11-29 13:00: nobody is on duty, and nobody is to come.',
      'Primary 周日 11-29 13:00：无人值班，之后也没有排班。',
    ],
  ];
  for (const [change, now, en, zh] of cases) {
    const duty = { schedule, at, shift, next, ...change };
    assert.equal(dutyLine(duty, now, 'en'), en);
    assert.equal(dutyLine(duty, now, 'zh-CN'), zh);
  }
});

it('overrideLine() says who takes whose duty', () => {
  const li = { id: 'li', name: 'Li' };
  const override = {
    id: 'o',
    schedule,
    person: { id: 'sam', name: 'Sam' },
    insteadOf: li,
    from: shift.from,
    to: shift.to,
    reason: '',
    state: 'active' as const,
    code: null,
    at,
    by: li,
  };
  assert.equal(
    overrideLine(override, 'en'),
    'Sam takes the duty of Li for Primary from Mon 11-23 09:00 to Mon 11-30 09:00 (Asia/Shanghai).',
  );
  assert.equal(
    overrideLine({ ...override, insteadOf: null }, 'zh-CN'),
    'Sam 值 Primary 的班：周一 11-23 09:00 到 周一 11-30 09:00（Asia/Shanghai）。',
  );
});

it('zonedTime() and peopleText() are as the language has them', () => {
  assert.equal(zonedTime(at, 'America/New_York', 'en'), 'Sun 11-29 00:00');
  assert.equal(peopleText(next.people, 'zh-CN'), 'Sam、Wu');
});
