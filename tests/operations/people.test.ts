import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Person } from '../../src/domain/policy.ts';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type Desk, directoryOf, openDesk, people } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const account = { adapter: 'slack', workspace: 'T1', userId: 'U-new', name: 'New account' };

async function codeFor(at: Desk, change: Partial<typeof account> = {}): Promise<string> {
  return (await at.operations.issueLinkCode(at.store.tenantId, { ...account, ...change })).code;
}

/** The audit lines about accounts, oldest first. */
async function lines(at: Desk): Promise<readonly string[]> {
  const entries = await at.store.audit.list({ limit: 50 });
  return entries.toReversed().map(({ actor, door, action, target, outcome }) => `${actor}@${door} ${action} ${target} ${outcome}`);
}

test('linkByCode() links the account that was told the code to who is signed in, once, and writes it down', async () => {
  const at = await openDesk(store);
  const code = await codeFor(at);

  const seen = await at.operations.previewLink(at.as(people.anna), code.toLowerCase());
  const person = await at.operations.linkByCode(at.as(people.anna, { door: 'console' }), code);

  assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  assert.deepEqual([seen.userId, seen.name, seen.person.id, seen.isLinked], ['U-new', 'New account', 'anna', false]);
  assert.deepEqual(
    person.identities.map(({ userId, how, name }) => [userId, how, name]),
    [
      ['U-anna', 'config', null],
      ['U-new', 'code', 'New account'],
    ],
  );
  await assert.rejects(at.operations.linkByCode(at.as(people.bob), code), { kind: 'not-found', message: /wrong, used or expired/ });
  assert.deepEqual(await lines(at), ['anna@console identity.link slack:T1:U-new ok', 'bob@api identity.link code refused']);
  assert.doesNotMatch(JSON.stringify(await at.store.audit.list({ limit: 50 })), new RegExp(code));
});

const wrong: readonly [claim: string, spoil: (at: Desk, code: string) => string | Promise<string>][] = [
  ['of another form', () => 'let me in'],
  ['that nobody was told', () => '0000-0000-0000-0000'],
  [
    'that is older than ten minutes',
    (at, code) => {
      at.advance(10 * 60_000);
      return code;
    },
  ],
  [
    'after which the account was told another',
    async (at, code) => {
      await codeFor(at);
      return code;
    },
  ],
];

for (const [claim, spoil] of wrong) {
  test(`linkByCode() and previewLink() take no code ${claim}`, async () => {
    const at = await openDesk(store);
    const code = await spoil(at, await codeFor(at));

    await assert.rejects(at.operations.previewLink(at.as(people.anna), code), { kind: 'not-found' });
    await assert.rejects(at.operations.linkByCode(at.as(people.anna), code), { kind: 'not-found' });

    assert.deepEqual(await at.store.identities.all(), []);
  });
}

test('linkByCode() leaves an account with the person that it is linked to; who has gone gives way', async () => {
  const at = await openDesk(store);
  await at.operations.linkByCode(at.as(people.anna), await codeFor(at));
  await at.operations.linkByCode(at.as(people.anna), await codeFor(at));
  await assert.rejects(at.operations.linkByCode(at.as(people.bob), await codeFor(at)), {
    kind: 'conflict',
    message: /linked to Anna already/,
  });
  await assert.rejects(at.operations.linkByCode(at.as(people.bob), await codeFor(at, { userId: 'U-vera' })), {
    kind: 'conflict',
    message: /linked to Vera already/,
  });

  const later = { ...at.deps, directory: () => directoryOf([people.bob]), people: () => [people.bob] };
  const { createOperations } = await import('../../src/operations/create-operations.ts');
  const person = await createOperations(later).linkByCode(at.as(people.bob), await codeFor(at));

  assert.deepEqual(
    person.identities.map(({ userId }) => userId),
    ['U-bob', 'U-new'],
  );
});

test('linkByCode() refuses an account whose platform says that it is another person’s, whoever was made to open the link', async () => {
  const withEmails: readonly Person[] = [{ ...people.anna, email: 'anna@example.com' }, people.bob];
  const at = await openDesk(store, {
    directory: directoryOf(withEmails),
    vouch: async () => ({ name: 'Anna', email: 'Anna@Example.com', phone: null }),
  });

  for (const attempt of [at.operations.previewLink, at.operations.linkByCode]) {
    await assert.rejects(attempt(at.as(people.bob), await codeFor(at)), { kind: 'conflict', message: /this account is Anna’s/ });
  }
  const seen = await at.operations.previewLink(at.as(people.anna), await codeFor(at));

  assert.equal(seen.email, 'A***@Example.com');
  assert.deepEqual(await at.store.identities.all(), []);
});

test('linkIdentity() is for administrators, of the workspace that the platform serves', async () => {
  const at = await openDesk(store);
  const named = { adapter: 'slack', userId: 'U-two' };
  const admin = at.as(people.adam, { door: 'cli' });

  await assert.rejects(at.operations.linkIdentity(at.as(people.anna), 'anna', named), { kind: 'forbidden' });
  await assert.rejects(at.operations.linkIdentity(admin, 'nobody', named), { kind: 'not-found' });
  await assert.rejects(at.operations.linkIdentity(admin, 'anna', { ...named, adapter: 'icq' }), { kind: 'not-found', message: /slack/ });
  await assert.rejects(at.operations.linkIdentity(admin, 'anna', { ...named, workspace: 'T9' }), { kind: 'invalid' });
  const person = await at.operations.linkIdentity(admin, 'anna', named);

  assert.deepEqual(person.identities.at(-1)?.how, 'admin');
  assert.equal((await at.store.identities.find({ ...named, workspace: 'T1' }))?.by, 'adam');
  assert.equal((await lines(at)).at(-1), 'adam@cli identity.link slack:T1:U-two ok');
});

test('unlinkIdentity() takes away one’s own, or anybody’s as an administrator, and not what the configuration gives', async () => {
  const at = await openDesk(store);
  await at.operations.linkByCode(at.as(people.anna), await codeFor(at));
  await at.operations.linkByCode(at.as(people.bob), await codeFor(at, { userId: 'U-bob2' }));

  await assert.rejects(at.operations.unlinkIdentity(at.as(people.anna), { adapter: 'slack', userId: 'U-bob2' }), { kind: 'forbidden' });
  await assert.rejects(at.operations.unlinkIdentity(at.as(people.adam), { adapter: 'slack', userId: 'U-anna' }), {
    kind: 'conflict',
    message: /by the configuration/,
  });
  await assert.rejects(at.operations.unlinkIdentity(at.as(people.adam), { adapter: 'slack', userId: 'U-none' }), { kind: 'not-found' });
  await at.operations.unlinkIdentity(at.as(people.anna), account);
  const { removed } = await at.operations.unlinkIdentity(at.as(people.adam), { adapter: 'slack', userId: 'U-bob2' });

  assert.deepEqual(
    removed.map(({ userId }) => userId),
    ['U-bob2'],
  );
  assert.deepEqual(await at.store.identities.all(), []);
});

test('listPeople() hides the middle of addresses and numbers from all but administrators and oneself', async () => {
  const known: readonly Person[] = [{ ...people.anna, email: 'anna@example.com', phone: '+8613800138000' }, people.adam];
  const base = await openDesk(store, { directory: directoryOf(known) });
  const { createOperations } = await import('../../src/operations/create-operations.ts');
  const operations = createOperations({ ...base.deps, people: () => known });
  const contactsFor = async (who: Person): Promise<unknown> => {
    const [anna] = await operations.listPeople(base.as(who));
    return [anna?.email, anna?.phone];
  };

  assert.deepEqual(await contactsFor(people.vera), ['a***@example.com', '+86138****8000']);
  assert.deepEqual(await contactsFor(people.adam), ['anna@example.com', '+8613800138000']);
  assert.deepEqual(await contactsFor(known[0] ?? assert.fail()), ['anna@example.com', '+8613800138000']);
  assert.equal((await operations.whoami(base.as(known[0] ?? assert.fail()))).email, 'anna@example.com');
});
