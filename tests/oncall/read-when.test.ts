import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readMoment, readStretch } from '../../src/oncall/read-when.ts';
import { clockAt } from '../../src/oncall/wall-clock.ts';

/** Sunday, 13:00 in Shanghai. */
const nowMs = Date.parse('2026-11-29T05:00:00Z');
const zone = 'Asia/Shanghai';

it('readMoment() reads a time on the clock of the place', () => {
  const cases: readonly (readonly [words: string, at: string | null])[] = [
    ['who is on duty?', null],
    ['who is on duty for payments tomorrow 3am?', '2026-11-30 03:00'],
    ['who is on call on Friday at 18:00', '2026-12-04 18:00'],
    ['who is on duty tomorrow night', '2026-11-30 20:00'],
    ['2026-12-03 08:00', '2026-12-03 08:00'],
    ['who is on duty right now', '2026-11-29 13:00'],
    ['明天凌晨3点谁值班', '2026-11-30 03:00'],
    ['现在谁在值班', '2026-11-29 13:00'],
    ['今晚谁值班', '2026-11-29 20:00'],
    ['谁在值班', null],
  ];
  for (const [words, expected] of cases) {
    const found = readMoment(words, zone, nowMs);
    assert.equal(found === null ? null : clockAt(zone, found), expected, words);
  }
});

it('readMoment() reckons with a clock that is changed on the way', () => {
  const before = Date.parse('2026-10-31T16:00Z');
  assert.equal(new Date(readMoment('tomorrow 9am', 'America/New_York', before) ?? 0).toISOString(), '2026-11-01T14:00:00.000Z');
});

it('readStretch() reads from when to when', () => {
  const cases: readonly (readonly [words: string, from: string | null, to?: string])[] = [
    ['I take the shift tomorrow night', '2026-11-30 20:00', '2026-12-01 08:00'],
    ['I take the shift tomorrow', '2026-11-30 00:00', '2026-12-01 00:00'],
    ['I take the shift on Friday 18:00 to Saturday 9:00', '2026-12-04 18:00', '2026-12-05 09:00'],
    ['I take the shift tomorrow from 20:00 to 08:00', '2026-11-30 20:00', '2026-12-01 08:00'],
    ['I take the shift on 3 December from 9:00 to 18:00', '2026-12-03 09:00', '2026-12-03 18:00'],
    ['I take the shift this weekend', '2026-11-28 00:00', '2026-11-30 00:00'],
    ['I take the shift next weekend', '2026-12-05 00:00', '2026-12-07 00:00'],
    ['我替他值明天晚上的班', '2026-11-30 20:00', '2026-12-01 08:00'],
    ['明天20:00到后天8:00我值班', '2026-11-30 20:00', '2026-12-01 08:00'],
    ['12月3日 8点到20点我值班', '2026-12-03 08:00', '2026-12-03 20:00'],
    ['后天下午我值班', '2026-12-01 12:00', '2026-12-01 18:00'],
    ['I take the shift', null],
  ];
  for (const [words, from, to] of cases) {
    const found = readStretch(words, zone, nowMs);
    const shown = found === null ? [null] : [clockAt(zone, found.fromMs), found.toMs === null ? undefined : clockAt(zone, found.toMs)];
    assert.deepEqual(shown, from === null ? [null] : [from, to], words);
  }
});

it('readStretch() leaves open an end that nobody named', () => {
  assert.equal(readStretch('I take it from tomorrow 3pm', zone, nowMs)?.toMs, null);
  assert.deepEqual(readStretch('I take it now', zone, nowMs), { fromMs: nowMs, toMs: null });
});
