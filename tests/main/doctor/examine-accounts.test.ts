import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator } from '../../../src/config/directory.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { examineAccounts } from '../../../src/main/doctor/examine-accounts.ts';
import { people } from '../../operations/desk.ts';

const config = configSchema.parse({ adapters: { slack: { botToken: { env: 'A' } } } });
const without = <T extends { readonly name: string }>(person: T) => ({ ...person, identities: {} });

async function lines(all: Parameters<typeof examineAccounts>[0]['all'], used = config): Promise<readonly string[]> {
  const checks = await examineAccounts({ all }, used).examine(new AbortController().signal);
  return checks.map(({ id, level, text, advice }) => `${level} ${id}: ${text.en}${advice === null ? '' : ' (advice)'}`);
}

test('examineAccounts() counts who has no account on a platform that is configured', async () => {
  assert.deepEqual(await lines(() => [people.anna, people.bob, administrator]), ['ok accounts:slack: all 2 people have a Slack account']);
  assert.deepEqual(await lines(() => [people.anna, without(people.bob), without(people.rita), administrator]), [
    'ok accounts:slack: 2 of 3 people have no Slack account: Bob, Rita',
  ]);
});

test('examineAccounts() warns where nobody can approve', async () => {
  assert.deepEqual(await lines(() => [without(people.anna), people.rita, administrator]), [
    'warn accounts:slack: 1 of 2 people have no Slack account: Anna (advice)',
  ]);
});

test('examineAccounts() has nothing to say without people or platforms', async () => {
  assert.deepEqual(await lines(() => [administrator]), []);
  assert.deepEqual(await lines(() => [without(people.anna), administrator], configSchema.parse({})), []);
});
