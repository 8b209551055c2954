import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Actor, Profile } from '../../src/adapters/contract.ts';
import { foreignWorkspace } from '../../src/bot/identify.ts';
import type { Store } from '../../src/store/contract.ts';
import { directoryOf, people } from '../operations/desk.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type BotDeskOptions, channel, openBotDesk } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const directory = directoryOf([
  { ...people.anna, email: 'Anna@example.com', phone: '+8613800138000' },
  { ...people.bob, email: 'desk@example.com' },
  { ...people.rita, email: 'desk@example.com' },
]);

function vouching(profile: Partial<Profile> | null, more: BotDeskOptions = {}): BotDeskOptions {
  return { directory, vouch: async () => (profile === null ? null : { name: 'N', email: null, phone: null, ...profile }), ...more };
}

test('linkByProfile() goes on as the one person whose address the platform vouches for, links the account and writes it down', async () => {
  const at = await openBotDesk(store, vouching({ email: 'anna@EXAMPLE.com' }));
  const plan = await at.plan();

  await at.click('U-anna-at-home', 'approve', `${plan.id}:${plan.digest.slice(0, 16)}`);

  assert.equal((await at.store.plans.approvals(plan.id))[0]?.personId, 'anna');
  assert.deepEqual(at.whispers, [{ level: 'ok', text: 'Approved; it is starting.' }]);
  const [link] = await at.store.identities.all();
  assert.deepEqual([link?.userId, link?.personId, link?.how], ['U-anna-at-home', 'anna', 'profile']);
  const lines = (await at.store.audit.list({ limit: 9 })).toReversed();
  assert.deepEqual(
    lines.map(({ actor, door, action, outcome }) => `${actor}@${door} ${action} ${outcome}`),
    ['anna@slack identity.link ok', 'anna@slack plan.approve ok'],
  );
});

test('linkByProfile() goes by the phone number as well', async () => {
  const at = await openBotDesk(store, vouching({ phone: '+8613800138000' }));

  await at.hear('U-phone', 'whoami');

  assert.match(at.whispers[0]?.text ?? '', /You are Anna/);
});

const unlinkable: readonly [claim: string, options: BotDeskOptions][] = [
  ['an address that two people have', vouching({ email: 'desk@example.com' })],
  ['an address that nobody has', vouching({ email: 'mallory@example.com' })],
  ['address and number of different people', vouching({ email: 'desk@example.com', phone: '+8613800138000' })],
  ['a platform that tells nothing', vouching(null)],
  ['a configuration that doesn’t want it', vouching({ email: 'anna@example.com' }, { linksByProfile: false })],
];

for (const [claim, options] of unlinkable) {
  test(`linkByProfile() links nobody by ${claim}`, async () => {
    const at = await openBotDesk(store, options);
    const plan = await at.plan();

    await at.click('U-somebody', 'approve', `${plan.id}:${plan.digest.slice(0, 16)}`);

    assert.deepEqual(await at.store.identities.all(), []);
    assert.equal((await at.store.plans.get(plan.id))?.state, 'pending');
    assert.match(at.whispers[0]?.text ?? '', /not linked to a person/);
  });
}

test('linkByProfile() is not asked for what anybody may do', async () => {
  let asked = 0;
  const vouch = async () => {
    asked += 1;
    return null;
  };
  const at = await openBotDesk(store, { vouch });
  const plan = await at.plan();

  for (const text of ['help', 'list', 'systems', 'show ZB-1', 'why is it slow?']) await at.hear('U-guest', text);
  await at.click('U-guest', 'details', plan.id);
  await at.click('U-guest', 'reject', plan.id);
  assert.equal(asked, 0);

  await at.submit('U-guest', `reject:${plan.id}`, { reason: 'no' });
  assert.equal(asked, 1);
});

const actor: Actor = { adapter: 'slack', workspace: 'T1', userId: 'U1', isBot: false, isExternal: false };
const form = {
  type: 'form',
  key: 'k',
  at: '',
  formId: 'f',
  fields: {},
  responder: { whisper: async () => undefined, openForm: async () => false },
} as const;

test('foreignWorkspace() compares with the workspace that the adapter serves, else with the place', () => {
  const own = { workspace: () => 'T1' };
  const click = { ...form, type: 'click', place: channel, card: { place: channel, id: '1' }, actionId: 'a', value: 'v' } as const;

  assert.equal(foreignWorkspace({ ...form, actor }, own), null);
  assert.equal(foreignWorkspace({ ...form, actor: { ...actor, workspace: 'T2' } }, own), 'T1');
  assert.equal(foreignWorkspace({ ...click, actor: { ...actor, workspace: 'T2' } }, undefined), 'T1');
  assert.equal(foreignWorkspace({ ...click, actor }, { workspace: () => null }), null);
  assert.equal(foreignWorkspace({ ...form, actor }, undefined), null);
  assert.equal(foreignWorkspace({ ...click, actor, place: { ...channel, workspace: '' } }, undefined), null);
});
