import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bearerOf } from '../../src/api/authenticate.ts';
import { bearer, type Harness, startHarness, tokens } from './harness.ts';

let harness: Harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

async function cookieOf(token: string): Promise<string> {
  const answer = await harness.app.inject({ method: 'POST', url: '/api/v1/login', payload: { token } });
  return String(answer.headers['set-cookie']).split(';', 1)[0] ?? '';
}

test('addAuthentication() knows people by their tokens and the administrator by the admin token', async () => {
  const names: string[] = [];
  for (const token of [tokens.admin, tokens.approver, tokens.viewer]) {
    names.push((await harness.app.inject({ url: '/api/v1/session', headers: bearer(token) })).json().person.id);
  }

  assert.deepEqual(names, ['admin', 'lihua', 'vera']);
});

test('addAuthentication() refuses a change by cookie from a foreign page', async () => {
  const cookie = await cookieOf(tokens.approver);
  const post = (headers: Record<string, string>) =>
    harness.app.inject({
      method: 'POST',
      url: '/api/v1/ask',
      headers: { cookie, host: '127.0.0.1:7420', ...headers },
      payload: { text: 'why?' },
    });

  const statuses: number[] = [];
  for (const headers of [
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:7420' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-origin' },
    { origin: 'http://127.0.0.1:7420' },
  ]) {
    statuses.push((await post(headers)).statusCode);
  }

  assert.deepEqual(statuses, [403, 403, 403, 403, 403, 202, 202]);
});

test('addAuthentication() lets a cookie read without those headers', async () => {
  const cookie = await cookieOf(tokens.viewer);

  const answer = await harness.app.inject({ url: '/api/v1/session', headers: { cookie } });

  assert.equal(answer.json().person.id, 'vera');
});

test('addAuthentication() stops listening to an address that keeps presenting wrong tokens', async () => {
  const own = await startHarness({ store: harness.store });
  const attempt = (token: string) => own.app.inject({ url: '/api/v1/session', headers: bearer(token) });

  const statuses = new Set<number>();
  for (let count = 0; count < 32; count += 1) statuses.add((await attempt('a-wrong-token-000000')).statusCode);
  const rightButLate = await attempt(tokens.admin);
  await own.app.close();

  assert.deepEqual([...statuses], [401, 429]);
  assert.equal(rightButLate.statusCode, 429);
  assert.ok(Number(rightButLate.headers['retry-after']) > 0);
});

test('addAuthentication() never writes a token to the log', async () => {
  await harness.app.inject({ url: '/api/v1/session', headers: bearer('a-wrong-but-secret-token') });

  const logged = harness.logged.join('\n');
  assert.match(logged, /A wrong token was presented/);
  assert.doesNotMatch(logged, /a-wrong-but-secret-token/);
});

test('bearerOf() reads the token and nothing else', () => {
  assert.equal(bearerOf('Bearer abc'), 'abc');
  assert.equal(bearerOf('bearer  abc '), 'abc');
  for (const header of [undefined, '', 'Basic abc', 'Bearer', 'Bearer a b']) assert.equal(bearerOf(header), null);
});
