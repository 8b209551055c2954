import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChatError, type Profile } from '../../src/adapters/contract.ts';
import { createVouch } from '../../src/operations/vouch.ts';
import { systemClock } from '../support/system-clock.ts';

const profile: Profile = { name: 'Li', email: 'li@example.com', phone: null };
const account = { adapter: 'slack', userId: 'U1' };

function stand(profileOf: (userId: string) => Promise<Profile | null>, withinMs = 2_000) {
  let nowMs = 1_000;
  const warnings: string[] = [];
  const vouch = createVouch({
    adapters: () =>
      new Map([
        ['slack', { profileOf }],
        ['plain', {}],
      ]),
    clock: { ...systemClock, now: () => nowMs },
    log: { info: () => undefined, warn: (fields, message) => warnings.push(`${message} ${JSON.stringify(fields)}`) },
    withinMs,
  });
  return { vouch, warnings, advance: (ms: number) => (nowMs += ms) };
}

test('createVouch() asks once for many at the same time, and again after a while', async () => {
  let calls = 0;
  const { vouch, advance } = stand(async () => {
    calls += 1;
    return profile;
  });

  assert.deepEqual(await Promise.all([vouch(account), vouch(account), vouch(account)]), [profile, profile, profile]);
  assert.equal(calls, 1);
  advance(600_001);
  await vouch(account);
  assert.equal(calls, 2);
});

test('createVouch() knows nobody of platforms that tell nothing, or that are not there', async () => {
  const { vouch } = stand(async () => profile);

  assert.equal(await vouch({ adapter: 'plain', userId: 'U1' }), null);
  assert.equal(await vouch({ adapter: 'gone', userId: 'U1' }), null);
});

test('createVouch() does not wait for a slow platform, and knows its answer the next time', async () => {
  let answer: (profile: Profile) => void = () => undefined;
  const { vouch } = stand(() => new Promise((resolve) => (answer = resolve)), 20);

  assert.equal(await vouch(account), null);
  answer(profile);
  assert.deepEqual(await vouch(account), profile);
});

test('createVouch() leaves a platform alone for a while after a failure, and says so', async () => {
  let calls = 0;
  const { vouch, warnings, advance } = stand(async () => {
    calls += 1;
    throw new ChatError('transient', 'Slack did not answer users.info: timed out');
  });

  assert.deepEqual([await vouch(account), await vouch(account), calls], [null, null, 1]);
  advance(30_001);
  assert.deepEqual([await vouch(account), calls], [null, 2]);
  assert.match(warnings[0] ?? '', /could not tell who somebody is.*timed out/);
});
