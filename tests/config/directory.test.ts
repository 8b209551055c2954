import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, createDirectory } from '../../src/config/directory.ts';
import { effectivePolicy } from '../../src/config/effective-policy.ts';
import { configSchema } from '../../src/config/schema.ts';
import { ZhibanError } from '../../src/domain/errors.ts';

const config = configSchema.parse({
  people: [
    { id: 'lihua', name: '李华', roles: ['approver'], identities: { slack: 'U1' }, token: { env: 'LIHUA' } },
    { id: 'sam', name: 'Sam', roles: ['approver'], token: { env: 'GONE' } },
    { id: 'vera', name: 'Vera', roles: ['viewer'] },
  ],
});
const directory = createDirectory({
  people: config.people,
  adminToken: 'the-admin-token-0000',
  resolveSecret: (ref) => {
    if ('env' in ref && ref.env === 'LIHUA') return 'the-token-of-lihua';
    throw new ZhibanError('invalid', 'Cannot read the secret from env GONE: the variable is not set');
  },
});

test('createDirectory() finds people by token, id and chat identity', () => {
  assert.equal(directory.byToken('the-admin-token-0000'), administrator);
  assert.equal(directory.byToken('the-token-of-lihua')?.id, 'lihua');
  assert.equal(directory.byIdentity('slack', 'U1')?.id, 'lihua');
  assert.equal(directory.byIdentity('console', 'vera')?.id, 'vera');
  assert.equal(directory.byId('admin'), administrator);
});

test('createDirectory() knows nobody by a foreign token, an empty one or a foreign identity', () => {
  for (const token of ['', 'the-token-of-lihu', 'the-token-of-lihua ']) assert.equal(directory.byToken(token), null);
  assert.equal(directory.byIdentity('slack', 'U2'), null);
  assert.equal(directory.byIdentity('slack', 'lihua'), null);
});

test('createDirectory() goes on without a token that cannot be read, and says so', () => {
  assert.deepEqual(
    directory.problems.map(({ personId, reason }) => `${personId}: ${reason.en}`),
    ['sam: Cannot read the secret from env GONE: the variable is not set'],
  );
});

test('approversFor() leaves out who asked from the risk that the policy names', () => {
  const policy = effectivePolicy(config);
  const ids = (risk: 'medium' | 'high'): readonly string[] =>
    directory.approversFor(policy, risk, { requestedBy: 'sam' }).map(({ id }) => id);

  assert.deepEqual(ids('medium'), ['lihua', 'sam']);
  assert.deepEqual(ids('high'), ['lihua']);
});

test('approversFor() falls back to the administrator', () => {
  const alone = createDirectory({ people: [], adminToken: 'the-admin-token-0000', resolveSecret: () => '' });

  assert.deepEqual(alone.approversFor(effectivePolicy(configSchema.parse({})), 'critical'), [administrator]);
});

test('createDirectory() reaches people where they have linked an account, the configuration first', () => {
  const link = { workspace: 'T1', name: null, how: 'code', at: '2026-11-28T10:00:00.000Z', by: 'x' } as const;
  const linked = createDirectory({
    ...{ people: config.people, adminToken: 'the-admin-token-0000', resolveSecret: () => 'the-token-of-nobody' },
    links: () => [
      { ...link, adapter: 'slack', userId: 'U9', personId: 'lihua' },
      { ...link, adapter: 'slack', userId: 'U2', personId: 'vera' },
      { ...link, adapter: 'slack', userId: 'U3', personId: 'vera' },
      { ...link, adapter: 'slack', userId: 'U4', personId: 'who-has-gone' },
    ],
  });

  assert.equal(linked.byId('lihua')?.identities.slack, 'U1');
  assert.equal(linked.byId('vera')?.identities.slack, 'U2');
  assert.equal(linked.all().length, 4);
  assert.equal(linked.byIdentity('slack', 'U2'), null, 'who acts is looked up in the store');
});

test('byContact() knows the one person with an address or a number', () => {
  const people = configSchema.parse({
    people: [
      { id: 'a', name: 'A', roles: ['viewer'], email: 'A@example.com', phone: '138 0013 8000' },
      { id: 'b', name: 'B', roles: ['viewer'], email: 'desk@example.com' },
      { id: 'c', name: 'C', roles: ['viewer'], email: 'DESK@example.com' },
    ],
  }).people;
  const { byContact } = createDirectory({ people, adminToken: 'the-admin-token-0000', resolveSecret: () => '' });

  assert.equal(byContact({ email: 'a@EXAMPLE.com', phone: null })?.id, 'a');
  assert.equal(byContact({ email: 'other@example.com', phone: '+8613800138000' })?.id, 'a');
  assert.equal(byContact({ email: 'desk@example.com', phone: null }), null);
  assert.equal(byContact({ email: 'desk@example.com', phone: '+8613800138000' }), null);
  assert.equal(byContact({ email: null, phone: null }), null);
});
