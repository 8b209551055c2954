import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type LogTimes, readLogText } from '../../../src/analysis/logs/summarise-log.ts';
import { judgeReadings } from '../../../src/systems/logs/judge-readings.ts';
import { type LogReading, logTimesOf, readSources } from '../../../src/systems/logs/read-sources.ts';
import { logSignatures } from '../../../src/systems/logs/signatures.ts';
import { isPath, logSources, sourceName } from '../../../src/systems/logs/source.ts';
import { contextOf } from '../../contracts/system.ts';
import { systemClock } from '../../support/system-clock.ts';
import { judgeSignature } from '../linux/diagnose.ts';

const nowMs = Date.parse('2026-11-28T14:00:00Z');
const times: LogTimes = { nowMs, onsetMs: nowMs - 900_000, zoneMinutes: 0 };

function reading(lines: readonly string[], name = 'app.log'): LogReading {
  return { name, entries: readLogText(lines.join('\n'), times), times, isCut: false, reason: '' };
}

function at(minutesAgo: number, text: string): string {
  return `${new Date(nowMs - minutesAgo * 60_000).toISOString()} ${text}`;
}

/** Two lines a minute from `from` to `to` minutes ago. */
function steady(from: number, to: number, text = 'INFO request served'): readonly string[] {
  return Array.from({ length: (from - to) * 2 }, (_, index) => at(from - index / 2, text));
}

function found(lines: readonly string[]): readonly string[] {
  const { facts } = judgeReadings([reading(lines)]);
  return logSignatures('http').flatMap((each) => {
    const state = judgeSignature(each, facts);
    return state === 'confirmed' || state === 'likely' ? [`${each.id.replace('http.log-', '')} ${state}`] : [];
  });
}

describe('judgeReadings() and logSignatures()', () => {
  const cases: Readonly<Record<string, { readonly lines: readonly string[]; readonly expected: readonly string[] }>> = {
    'a calm log': { lines: steady(70, 0), expected: [] },
    'errors that were always there': {
      lines: [...steady(70, 0), ...steady(70, 0, 'ERROR connect ECONNREFUSED 10.0.0.1:5432')].sort(),
      expected: [],
    },
    'a full disk that is new': {
      lines: [
        ...steady(70, 0),
        at(5, 'ERROR write failed: No space left on device'),
        at(4, 'ERROR write failed: No space left on device'),
      ].sort(),
      expected: ['no-space confirmed', 'new-error confirmed'],
    },
    'a log that stopped': { lines: steady(70, 20), expected: ['silent confirmed'] },
    'a burst, and nothing before or after it': { lines: Array.from({ length: 50 }, () => at(20, 'INFO loaded')), expected: [] },
    'one odd error': { lines: [...steady(70, 0), at(3, 'ERROR odd thing happened')].sort(), expected: [] },
  };
  for (const [name, { lines, expected }] of Object.entries(cases)) {
    it(`${name}: ${expected.join(', ') || 'nothing'}`, () => assert.deepEqual(found(lines), expected));
  }

  it('a surge of a known error is told with its factor', () => {
    const lines = [
      ...steady(70, 0),
      ...steady(70, 60, 'ERROR lock wait timeout'),
      ...Array.from({ length: 300 }, (_, index) => at(8 - index / 60, 'ERROR lock wait timeout')),
    ].sort();

    const { facts, text } = judgeReadings([reading(lines)]);

    assert.ok(Number(facts['logs.errorShiftRatio']) >= 3, String(facts['logs.errorShiftRatio']));
    assert.equal(facts['logs.newErrors'], 0);
    assert.match(text, /more: lock wait timeout/);
  });

  it('what could not be read is said with its reason, and a log without times is taken as it is', () => {
    const untimed = reading(['error: Too many open files', 'error: Too many open files']);
    const away: LogReading = { name: 'b.log', entries: [], times, isCut: false, reason: 'missing' };

    const { facts, text, series } = judgeReadings([untimed, away]);

    assert.deepEqual(
      [facts['logs.readable'], facts['logs.unreadable'], facts['logs.tooManyOpenFiles'], facts['logs.newErrors']],
      [1, 'b.log', 2, null],
    );
    assert.match(text, /b\.log: not read: missing/);
    assert.deepEqual(series, []);
  });
});

describe('logs: of an entry', () => {
  const good = ['/var/log/a.log', { system: 'loki', query: '{app="orders"}' }];
  const bad = ['relative.log', '/var/../etc/shadow', { system: 'loki' }, { system: 'loki', query: '' }, 7];

  it('takes paths and queries, and nothing else', () => {
    assert.deepEqual(logSources.parse(good), good);
    for (const source of bad) assert.equal(logSources.safeParse([source]).success, false, JSON.stringify(source));
    assert.deepEqual(
      good.map((source) => [isPath(source), sourceName(source)]),
      [
        [true, '/var/log/a.log'],
        [false, 'loki: {app="orders"}'],
      ],
    );
  });

  it('an alert is taken to have begun some minutes before, and no source is no reading', async () => {
    const context = contextOf({ id: 'a', kind: 'http', dependsOn: [], labels: {}, actionsEnabled: true }, 1_000);

    assert.equal(logTimesOf({ clock: { ...systemClock, now: () => nowMs }, aboutMs: nowMs + 5_000 }).onsetMs, nowMs - 900_000);
    assert.deepEqual(await readSources([], context, { timeoutMs: 1_000, signal: context.signal }), []);
  });
});
