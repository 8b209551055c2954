import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bearer, type Harness, startHarness, tenantId, tokens } from '../harness.ts';

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

const account = { adapter: 'slack', workspace: 'T1', userId: 'U0LIHUA01', name: 'Li Hua' };

async function newCode(userId = account.userId): Promise<string> {
  return (await harness.deps.operations.issueLinkCode(tenantId, { ...account, userId })).code;
}

function call(method: 'GET' | 'POST' | 'DELETE', path: string, token: string | null, payload?: Record<string, unknown>) {
  const headers = token === null ? {} : bearer(token);
  return harness.app.inject({ method, url: `/api/v1${path}`, headers, ...(payload === undefined ? {} : { payload }) });
}

test('/me and /people tell who is who, to whoever is signed in', async () => {
  const me = await call('GET', '/me', tokens.approver);
  const people = await call('GET', '/people', tokens.viewer);

  assert.deepEqual(me.json(), { id: 'lihua', name: '李华', roles: ['approver'], email: null, phone: null, identities: [] });
  assert.deepEqual(
    people.json().items.map(({ id }: { id: string }) => id),
    ['lihua', 'vera', 'admin'],
  );
  for (const path of ['/me', '/people']) assert.equal((await call('GET', path, null)).statusCode, 401);
});

test('/identities/link links the account that was told the code to who is signed in', async () => {
  const code = await newCode();

  const stranger = await call('POST', '/identities/link', null, { code });
  const seen = await call('POST', '/identities/preview', tokens.approver, { code });
  const linked = await call('POST', '/identities/link', tokens.approver, { code });
  const again = await call('POST', '/identities/link?locale=zh-CN', tokens.approver, { code });

  assert.equal(stranger.statusCode, 401);
  assert.deepEqual([seen.json().userId, seen.json().name, seen.json().person], ['U0LIHUA01', 'Li Hua', { id: 'lihua', name: '李华' }]);
  assert.equal(linked.json().identities[0].how, 'code');
  assert.equal(again.statusCode, 404);
  assert.match(again.json().error.message, /^关联码错误、已使用或已过期/);
});

test('/identities/link and /preview stop listening to a person after ten wrong codes, and go on listening to others', async () => {
  const code = await newCode('U0GUESSED');
  for (let index = 0; index < 10; index += 1) {
    const guess = `0000-0000-0000-00${String(index).padStart(2, '0')}`;
    assert.equal(
      (await call('POST', index % 2 === 0 ? '/identities/link' : '/identities/preview', tokens.viewer, { code: guess })).statusCode,
      404,
    );
  }

  const stopped = await call('POST', '/identities/link', tokens.viewer, { code });
  const other = await call('POST', '/identities/preview', tokens.approver, { code });

  assert.equal(stopped.statusCode, 429);
  assert.ok(Number(stopped.headers['retry-after']) > 0);
  assert.equal(other.statusCode, 200);
});

test('/people/:id/identities is for administrators; DELETE takes away one’s own or anybody’s', async () => {
  const body = { adapter: 'slack', userId: 'U0VERA/01' };
  const path = '/identities/slack/U0VERA%2F01';

  const refused = await call('POST', '/people/vera/identities', tokens.approver, body);
  const made = await call('POST', '/people/vera/identities', tokens.admin, body);
  const notTheirs = await call('DELETE', path, tokens.approver);
  const gone = await call('DELETE', path, tokens.viewer);
  const nothing = await call('DELETE', path, tokens.admin);

  assert.deepEqual(
    [refused.statusCode, made.statusCode, notTheirs.statusCode, gone.statusCode, nothing.statusCode],
    [403, 200, 403, 200, 404],
  );
  assert.equal(made.json().identities[0].how, 'admin');
  assert.equal(gone.json().removed[0].userId, 'U0VERA/01');
});

test('/identities/link refuses what is no code with what is expected', async () => {
  for (const payload of [{}, { code: '' }, { code: 'x'.repeat(65) }, { code: 'A', more: 1 }]) {
    assert.equal((await call('POST', '/identities/link', tokens.admin, payload)).statusCode, 400);
  }
});
