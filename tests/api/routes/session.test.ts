import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bearer, type Harness, startHarness, tenantId, tokens } from '../harness.ts';

let harness: Harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

function login(token: string, headers: Record<string, string> = {}) {
  return harness.app.inject({ method: 'POST', url: '/api/v1/login', payload: { token }, headers });
}

test('POST /login sets a cookie that scripts and foreign sites never see', async () => {
  const answer = await login(tokens.approver);

  const cookie = String(answer.headers['set-cookie']);
  assert.equal(answer.json().person.name, '李华');
  assert.match(cookie, /^zhiban_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/);
});

test('POST /login marks the cookie as secure when people come by https', async () => {
  const own = await startHarness({ store: harness.store, publicUrl: () => 'https://zhiban.example' });

  const answer = await own.app.inject({ method: 'POST', url: '/api/v1/login', payload: { token: tokens.admin } });
  await own.app.close();

  assert.match(String(answer.headers['set-cookie']), /; Secure/);
});

test('POST /login takes the token of a link once', async () => {
  const made = await harness.app.inject({
    method: 'POST',
    url: '/api/v1/login-links',
    headers: bearer(tokens.admin),
    payload: { personId: 'vera' },
  });
  const token = new URLSearchParams(new URL(made.json().url).hash.slice(1)).get('token') ?? '';

  const first = await login(token);
  const second = await login(token);

  assert.equal(first.json().person.id, 'vera');
  assert.equal(second.statusCode, 401);
});

test('POST /login refuses a foreign page, and tells a wrong token so', async () => {
  const foreign = await login(tokens.admin, { 'sec-fetch-site': 'cross-site' });
  const wrong = await login('not-a-token-of-anybody', { 'accept-language': 'zh-CN' });

  assert.equal(foreign.statusCode, 403);
  assert.equal(wrong.json().error.message, '令牌错误、已使用或已过期');
});

test('POST /login is written to the audit log', async () => {
  await login(tokens.viewer);

  const [entry] = await harness.store.forTenant(tenantId).audit.list({ limit: 1 });

  assert.deepEqual([entry?.action, entry?.actor, entry?.door], ['login', 'vera', 'console']);
});

test('POST /logout ends the session on the server', async () => {
  const cookie = String((await login(tokens.approver)).headers['set-cookie']).split(';', 1)[0] ?? '';
  const headers = { cookie, 'sec-fetch-site': 'same-origin' };

  const out = await harness.app.inject({ method: 'POST', url: '/api/v1/logout', headers, payload: {} });
  const after = await harness.app.inject({ url: '/api/v1/session', headers });

  assert.deepEqual(out.json(), { signedOut: true });
  assert.equal(after.statusCode, 401);
});

test('POST /login-links is for administrators and for people that exist', async () => {
  const forbidden = await harness.app.inject({ method: 'POST', url: '/api/v1/login-links', headers: bearer(tokens.approver), payload: {} });
  const nobody = await harness.app.inject({
    method: 'POST',
    url: '/api/v1/login-links',
    headers: bearer(tokens.admin),
    payload: { personId: 'ghost' },
  });

  assert.deepEqual([forbidden.statusCode, nobody.statusCode], [403, 404]);
});
