import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addAlertRoutes } from '../../../src/api/routes/alerts.ts';
import { bearer, type Harness, startHarness, tokens } from '../harness.ts';

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

test('addAlertRoutes() lists for who may see, and refuses what it does not know', async () => {
  const ask = (query: string, token: string = tokens.viewer) =>
    harness.app.inject({ url: `/api/v1/alerts?${query}`, headers: bearer(token) });
  const match = encodeURIComponent('{alertname="Lag", cluster=~"prod-.*"}');

  const [all, filtered, odd, badTime, badMatcher] = [
    await ask(''),
    await ask(`status=firing&severity=critical&since=2026-01-31&q=pay&match=${match}&match=a%3Db`),
    await ask('colour=red'),
    await ask('since=yesterday'),
    await ask('match=%3D%3D'),
  ];

  assert.deepEqual([all.statusCode, Array.isArray(all.json().items), all.json().nextCursor], [200, true, null]);
  assert.deepEqual([filtered.statusCode, filtered.json().items], [200, []]);
  assert.deepEqual([odd.statusCode, badTime.statusCode, badMatcher.statusCode], [400, 400, 400]);
  assert.match(badTime.json().error.message, /expected a time/);
  assert.equal((await harness.app.inject({ url: '/api/v1/alerts' })).statusCode, 401);
  assert.equal(typeof addAlertRoutes, 'function');
});
