import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Mount } from '../../src/api/contract.ts';
import { adapterStates, bearer, type Harness, pluginView, startHarness, tokens } from './harness.ts';

const directory = mkdtempSync(join(tmpdir(), 'zhiban-console-'));
let harness: Harness;

const mount: Mount = {
  method: 'POST',
  path: '/chat/peer/events',
  bodyBytesMax: 1_000,
  handle: async (rawBody, headers) => ({
    status: 202,
    headers: { 'content-type': 'text/plain' },
    body: `${createHash('sha256').update(rawBody).digest('hex')} ${String(headers['x-signature'])}`,
  }),
};

before(async () => {
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Zhiban</title>');
  writeFileSync(join(directory, 'assets', 'main-abc123.js'), 'export {};');
  writeFileSync(join(directory, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  harness = await startHarness({ consoleDirectory: directory, mounts: [mount] });
});
after(async () => {
  await harness.close();
  rmSync(directory, { recursive: true });
});

test('addConsolePages() gives the page for any path that is a place in the console', async () => {
  for (const url of ['/', '/login', '/incidents/ZB-42', '/systems?x=1']) {
    const answer = await harness.app.inject({ url });
    assert.equal(answer.statusCode, 200, url);
    assert.match(answer.body, /<title>Zhiban/);
    assert.equal(answer.headers['cache-control'], 'no-cache');
  }
});

test('addConsolePages() lets assets be kept for good and the rest be asked for again', async () => {
  const asset = await harness.app.inject({ url: '/assets/main-abc123.js' });
  const icon = await harness.app.inject({ url: '/icon.svg' });

  assert.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(icon.headers['cache-control'], 'no-cache');
  assert.match(String(icon.headers['content-security-policy']), /default-src 'none'/);
});

test('addConsolePages() never answers a missing file or an API path with a page', async () => {
  for (const url of ['/assets/gone.js', '/favicon.ico', '/api/v1/nothing', '/hooks/nothing', '/..%2f..%2fetc/passwd.txt']) {
    const answer = await harness.app.inject({ url });
    assert.equal(answer.statusCode, 404, url);
    assert.equal(answer.json().error.kind, 'not-found');
  }
});

test('addConsolePages() says how to build a console that is not there', async () => {
  const own = await startHarness({ store: harness.store });

  const answer = await own.app.inject({ url: '/', headers: { 'accept-language': 'zh' } });
  await own.app.close();

  assert.equal(answer.statusCode, 503);
  assert.match(answer.body, /npm run build/);
});

test('addMounts() hands on the bytes as they came, since signatures are computed over them', async () => {
  const body = '{"a" :  1}\r\n';

  const answer = await harness.app.inject({
    method: 'POST',
    url: mount.path,
    headers: { 'content-type': 'application/json', 'x-signature': 'v0=abc' },
    payload: body,
  });

  assert.equal(answer.statusCode, 202);
  assert.equal(answer.body, `${createHash('sha256').update(body).digest('hex')} v0=abc`);
});

test('addMounts() refuses a body above the limit of the mount', async () => {
  const answer = await harness.app.inject({ method: 'POST', url: mount.path, payload: { text: 'x'.repeat(2_000) } });

  assert.equal(answer.statusCode, 413);
});

test('GET /readyz answers 503 when a part is down, and when health itself breaks', async () => {
  harness.health.report = {
    isReady: false,
    adapters: adapterStates,
    parts: [{ name: 'temporal', state: 'down', reason: 'connection refused' }],
  };
  const down = await harness.app.inject({ url: '/readyz' });
  const own = await startHarness({ store: harness.store, health: () => Promise.reject(new Error('boom')) });
  const broken = await own.app.inject({ url: '/readyz' });
  await own.app.close();

  assert.deepEqual(down.json().parts, [{ name: 'temporal', state: 'down', reason: 'connection refused' }]);
  assert.deepEqual([down.statusCode, broken.statusCode], [503, 503]);
  const alive = await harness.app.inject({ url: '/healthz' });
  assert.deepEqual(
    [alive, down, broken].map((answer) => answer.json().adapters[0].state),
    ['fatal', 'fatal', 'fatal'],
  );
});

test('GET /doctor is for administrators', async () => {
  const statuses: number[] = [];
  for (const token of [tokens.approver, tokens.admin])
    statuses.push((await harness.app.inject({ url: '/api/v1/doctor', headers: bearer(token) })).statusCode);

  assert.deepEqual(statuses, [403, 200]);
});

test('GET /chat/messages/{id}/thread finds the root from a reply too', async () => {
  const say = (payload: object) =>
    harness.app.inject({ method: 'POST', url: '/api/v1/chat/messages', headers: bearer(tokens.approver), payload });
  const root = (await say({ text: 'root' })).json();
  const reply = (await say({ text: 'reply', threadId: root.id })).json();

  const byReply = await harness.app.inject({ url: `/api/v1/chat/messages/${reply.id}/thread`, headers: bearer(tokens.viewer) });
  const missing = await harness.app.inject({ url: '/api/v1/chat/messages/msg_none/thread', headers: bearer(tokens.viewer) });

  assert.equal(byReply.json().root.id, root.id);
  assert.deepEqual(
    byReply.json().items.map(({ id }: { readonly id: string }) => id),
    [reply.id],
  );
  assert.equal(missing.statusCode, 404);
});

test('addPluginRoutes() tells those who are signed in how each plugin is and what it may do', async () => {
  const known = await harness.app.inject({ url: '/api/v1/plugins', headers: bearer(tokens.viewer) });
  const stranger = await harness.app.inject({ url: '/api/v1/plugins' });
  const market = await harness.app.inject({ url: '/api/v1/plugins/market?q=ldap', headers: bearer(tokens.viewer) });

  assert.deepEqual(known.json(), { items: [pluginView] });
  assert.deepEqual(market.json(), { items: [], markets: [{ name: 'company', problem: null }] });
  assert.equal(stranger.statusCode, 401);
});
