import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createQuota, quotaKey } from '../../../src/adapters/dingtalk/quota.ts';
import { createMemory } from './dingtalk-harness.ts';

const at = (iso: string) => ({ now: () => Date.parse(iso), sleep: async () => undefined });

it('createQuota() counts on where the last process ended, beside another one', async () => {
  const memory = createMemory();
  const clock = at('2026-11-28T10:00:00Z');
  const first = createQuota(clock, memory, 100);
  const second = createQuota(clock, memory, 100);
  await Promise.all([first.load(), second.load()]);

  for (let call = 0; call < 30; call += 1) first.note();
  await first.settled();
  for (let call = 0; call < 20; call += 1) second.note();
  await second.settled();
  const third = createQuota(clock, memory, 100);
  await third.load();

  assert.equal(third.used(), 50);
  assert.equal(third.inWords(), '50 of 100 calls this month');
  assert.equal(memory.values.get(quotaKey(clock.now())), 50);
});

it('createQuota() spaces progress from 80 % on, more from 95 % on, and never without a limit', async () => {
  const gaps = (used: number, limit: number) => {
    const quota = createQuota(at('2026-11-28T10:00:00Z'), null, limit);
    for (let call = 0; call < used; call += 1) quota.note();
    return quota.progressGapMs();
  };

  assert.deepEqual([gaps(79, 100), gaps(80, 100), gaps(95, 100), gaps(500, 0)], [0, 120_000, 600_000, 0]);
});

it('createQuota() begins a month when China does', () => {
  let now = Date.parse('2026-11-30T15:59:00Z');
  const quota = createQuota({ now: () => now, sleep: async () => undefined }, null, 100);

  quota.note();
  now = Date.parse('2026-11-30T16:01:00Z');
  quota.note();

  assert.equal(quota.used(), 1);
  assert.equal(quotaKey(now), 'dingtalk:calls:2026-12');
});

it('createQuota() goes on when its memory is away, and keeps all of it later', async () => {
  const memory = createMemory();
  let isAway = true;
  const flaky = {
    get: memory.get,
    set: (key: string, value: unknown) => (isAway ? Promise.reject(new Error('away')) : memory.set(key, value)),
  };
  const quota = createQuota(at('2026-11-28T10:00:00Z'), flaky, 100);

  quota.note();
  await quota.settled();
  isAway = false;
  quota.note();
  await quota.settled();

  assert.equal(memory.values.get('dingtalk:calls:2026-11'), 2);
});
