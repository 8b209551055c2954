import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Moment } from '../../src/domain/moment.ts';
import type { RouteRule, RouteTarget } from '../../src/operations/routes.ts';
import { type RoutedMoment, type VoiceRouting, voiceOrders } from '../../src/operations/voice-routes.ts';

/** A Friday at 22:00 in Shanghai. */
const nowMs = Date.parse('2026-11-27T22:00:00+08:00');
const morning = Date.parse('2026-11-30T09:00:00+08:00');
const office = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '09:00',
  to: '18:00',
  timeZone: 'Asia/Shanghai',
  outside: 'hold',
} as const;

const routing = (rules: readonly RouteRule[], digestMinutes = 0): VoiceRouting => ({
  ...{ rules, locale: 'zh-CN', destinations: (adapter) => [`first-${adapter}`] },
  habits: () => ({ gathers: 'everything', perMinute: null, digestMinutes }),
});
const to = (...targets: RouteTarget[]): RouteRule[] => [{ match: {}, to: targets, continue: false }];
const at = (moment: Moment = 'opened', change: Partial<RoutedMoment> = {}): RoutedMoment => ({
  ...{ moment, labels: { severity: 'warning', team: 'orders' }, severity: 'warning', nowMs },
  ...change,
});

test('voiceOrders() tells voices, and leaves channels to their threads', () => {
  const orders = voiceOrders(routing(to({ adapter: 'slack', channel: 'C1' }, { adapter: 'wecom', locale: 'en' })), at());

  assert.deepEqual(orders, [{ target: { adapter: 'wecom', name: 'first-wecom', to: [], locale: 'en' }, dueAtMs: nowMs, isDigest: false }]);
});

test('voiceOrders() tells only the moments and severities that were asked for', () => {
  const rules = to({ adapter: 'robot', name: 'x', moments: ['approval', 'resolved'], severities: ['critical'] });
  const count = (moment: Moment, severity: 'critical' | 'warning') => voiceOrders(routing(rules), at(moment, { severity })).length;

  assert.deepEqual([count('opened', 'critical'), count('approval', 'critical'), count('approval', 'warning')], [0, 1, 0]);
});

test('voiceOrders() keeps telling those who heard of it first when it grows worse and matches another route', () => {
  const rules: RouteRule[] = [
    { match: { severity: 'critical' }, to: [{ adapter: 'email', to: ['boss@example.com'] }], continue: false },
    { match: {}, to: [{ adapter: 'email', to: ['team@example.com'] }], continue: false },
  ];

  const orders = voiceOrders(routing(rules), at('worsened', { severity: 'critical' }));

  assert.deepEqual(
    orders.map(({ target }) => target.to[0]),
    ['team@example.com', 'boss@example.com'],
  );
});

test('voiceOrders() holds till the hours begin, drops where that is wanted, and lets critical ones pass', () => {
  const held = (hours: RouteTarget['hours'], severity: 'critical' | 'warning') =>
    voiceOrders(routing(to({ adapter: 'wecom', hours })), at('opened', { severity })).map(({ dueAtMs, isDigest }) => [dueAtMs, isDigest]);

  assert.deepEqual(held(office, 'warning'), [[morning, true]]);
  assert.deepEqual(held(office, 'critical'), [[nowMs, false]]);
  assert.deepEqual(held({ ...office, outside: 'drop' }, 'warning'), []);
});

test('voiceOrders() gathers into a digest what can wait, and sends what waits for a person at once', () => {
  const due = (moment: Moment) => voiceOrders(routing(to({ adapter: 'email' }), 15), at(moment, { nowMs: nowMs + 60_000 }))[0];

  assert.deepEqual([due('verdict')?.dueAtMs, due('verdict')?.isDigest], [nowMs + 15 * 60_000, true]);
  assert.deepEqual([due('approval')?.dueAtMs, due('approval')?.isDigest], [nowMs + 60_000, false]);
});

test('voiceOrders() tells the same ear once, whatever number of routes name it', () => {
  const rules: RouteRule[] = [
    { match: { team: 'orders' }, to: [{ adapter: 'wecom' }], continue: true },
    { match: {}, to: [{ adapter: 'wecom' }], continue: false },
  ];

  assert.equal(voiceOrders(routing(rules), at()).length, 1);
});
