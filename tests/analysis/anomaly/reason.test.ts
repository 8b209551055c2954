import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDetector, stepDetector, type Verdict } from '../../../src/analysis/anomaly/detector.ts';
import { joinEvents } from '../../../src/analysis/anomaly/events.ts';
import { explainEvent } from '../../../src/analysis/anomaly/reason.ts';
import { createSystemDetector, stepSystem } from '../../../src/analysis/anomaly/system.ts';
import { dailyWave, minuteMs, noise, startMs } from './series.ts';

const at = 2_500;
const timeOf = (index: number): number => startMs + index * 5 * minuteMs;

function reasonsFor(change: (value: number, index: number) => number) {
  const detector = createDetector();
  const verdicts = dailyWave(change).flatMap((value, index): Verdict[] => {
    const verdict = stepDetector(detector, timeOf(index), value);
    return verdict === null ? [] : [verdict];
  });
  const events = joinEvents(verdicts).filter(({ fromMs }) => fromMs >= timeOf(at - 2) && fromMs <= timeOf(at + 30));
  return events.map((event) => explainEvent(event, 'Asia/Shanghai'));
}

test('explainEvent() says how many times the usual, for when and since when, in both languages', () => {
  const [reason] = reasonsFor((value, index) => (index >= at && index < at + 10 ? 4 * value : value));

  // Twelve days from a Monday at midnight UTC; 2,500 steps of five minutes are Tuesday, 16:20 UTC, the next day in Shanghai.
  assert.match(reason?.en ?? '', /^4\.\d× the usual for 0[01]:00 \(\d+(\.\d+)?\), since Jan 14, 00:2\d$/);
  assert.match(reason?.['zh-CN'] ?? '', /^为每日 0[01]:00 常态的 4\.\d 倍（\d+(\.\d+)?），自 1月14日 00:2\d 起$/);
});

test('explainEvent() tells a fall as a share and a stuck meter as stuck', () => {
  const [fall] = reasonsFor((value, index) => (index >= at && index < at + 10 ? value / 20 : value));
  assert.match(fall?.en ?? '', /^\d(\.\d)? % of the usual/);
  assert.match(fall?.['zh-CN'] ?? '', /^仅为每日/);
});

test('stepSystem() hears many small voices, and is as loud as the loudest', () => {
  const randoms = Array.from({ length: 6 }, (_, index) => noise(index + 1));
  const system = createSystemDetector();
  let before = 0;
  for (let index = 0; index < 2_000; index += 1) {
    const values = new Map(randoms.map((random, series) => [`series ${String(series)}`, 50 + random() + (index >= 1_990 ? 1.2 : 0)]));
    const verdict = stepSystem(system, startMs + index * minuteMs, values);
    assert.ok(verdict);
    const loudest = Math.max(...verdict.parts.map((part) => part.verdict.surprise));
    assert.ok(verdict.surprise >= loudest - 1e-9 && verdict.surprise <= 1);
    if (index < 1_990 && index > 500) before = Math.max(before, verdict.surprise);
    if (index === 1_999) assert.ok(verdict.surprise > before, `${verdict.surprise} after ${before}`);
  }
});

test('stepSystem() has no verdict without a value', () => {
  assert.equal(stepSystem(createSystemDetector(), startMs, new Map()), null);
  assert.equal(stepSystem(createSystemDetector(), startMs, new Map([['a', Number.NaN]])), null);
});

test('explainEvent() tells a gap, but not one that comes every night', () => {
  const detector = createDetector();
  const verdicts: Verdict[] = [];
  // Five days of minutes from 8 to 20 o'clock; on the last one nothing comes for two hours, and once for a whole day.
  for (let day = 0; day < 6; day += 1) {
    for (let minute = 480; minute < 1_200; minute += 1) {
      if (day === 4 || (day === 5 && minute > 600 && minute < 720)) continue;
      const verdict = stepDetector(detector, startMs + (day * 1_440 + minute) * minuteMs, 50 + Math.sin(minute / 30));
      if (verdict !== null) verdicts.push(verdict);
    }
  }

  const gaps = joinEvents(verdicts).filter(({ onset }) => onset.gapMs > 0);

  assert.deepEqual(
    gaps.map(({ fromMs }) => Math.floor((fromMs - startMs) / 86_400_000)),
    [1, 5],
  );
  const [reason] = gaps.map((gap) => explainEvent(gap, 'UTC'));
  assert.match(reason?.en ?? '', /^no data for 721 minutes before it, since Jan 6, 08:00$/);
  assert.match(reason?.['zh-CN'] ?? '', /^此前 721 分钟没有数据，自 1月6日 08:00 起$/);
});
