import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileCondition } from '../../../src/analysis/noise/conditions.ts';
import { sampleAlert } from '../../store/samples.ts';

const alert = sampleAlert({
  labels: { alertname: 'DiskFull', severity: 'critical', env: 'dev', path: '/var/lib/pg' },
  annotations: { summary: 'disk is full' },
});
const subject = { labels: alert.labels, systems: () => ['orders-db', 'web-1'] };
/** A Saturday, 03:30 in Shanghai. */
const nowMs = Date.parse('2026-11-20T19:30:00Z');

const cases: readonly (readonly [when: string, isMet: boolean])[] = [
  ['alertname == "DiskFull" && severity == "critical"', true],
  ['labels.env == "dev" || labels.env == "test"', true],
  ['labels.missing == "x"', false],
  ['"missing" in labels && labels.missing == "x"', false],
  ['"env" in labels && labels.env.matches("^(dev|test)$")', true],
  ['labels.path.matches("lib")', true],
  ['labels.path.matches("^lib")', false],
  ['annotations.summary.contains("full")', true],
  ['systems.exists(s, s.startsWith("orders-"))', true],
  ['"web-1" in systems', true],
  ['systems.all(s, s == "web-1")', false],
  ['source == "alertmanager" && status == "firing"', true],
  ['hour >= 0 && hour < 7 && weekday == 6', true],
  ['hour >= 9', false],
  ['now - startsAt < duration("24h")', true],
  ['startsAt > now', true],
  ['labels.env.matches("(")', false],
];

for (const [when, isMet] of cases) {
  test(`compileCondition() finds ${when} ${isMet ? 'met' : 'not met'}`, () => {
    assert.equal(compileCondition(when, 'Asia/Shanghai')(alert, subject, nowMs), isMet);
  });
}

const faults: readonly (readonly [when: string, at: number, reason: RegExp])[] = [
  ['labels.env ==', 13, /Unexpected token/],
  ['severity > 3', 0, /no such overload: string > int/],
  ['alertname == "a" && sverity == "b"', 20, /Unknown variable: sverity/],
  ['1 + 1', 0, /no condition but a int/],
  ['systems.all(s, systems.all(t, t == s))', 15, /loop within a loop/],
  [Array.from({ length: 300 }, () => 'severity == "a"').join(' || '), 0, /maxAstNodes/],
];

for (const [when, at, reason] of faults) {
  test(`compileCondition() says where ${when.slice(0, 40)} is wrong`, () => {
    assert.throws(
      () => compileCondition(when, 'UTC'),
      (error: { kind: string; message: string; details: { at: number; reason: string } }) => {
        assert.equal(error.kind, 'invalid');
        assert.match(error.details.reason, reason);
        if (at > 0) assert.ok(Math.abs(error.details.at - at) <= 1, `at ${error.details.at}`);
        assert.match(error.message, /at character \d+: /);
        return true;
      },
    );
  });
}

test('compileCondition() runs a pattern that would hang a backtracking engine', () => {
  const long = sampleAlert({ labels: { a: `${'a'.repeat(4_000)}c` } });

  assert.equal(compileCondition('labels.a.matches("^(a+)+b$")', 'UTC')(long, { ...subject, labels: long.labels }, nowMs), false);
});
