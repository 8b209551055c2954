import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bearer, type Harness, startHarness, tokens } from '../harness.ts';

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

test('addChangeHook() takes what a pipeline tells with the token in its address, and leaves out systems that nobody looks after', async () => {
  const payload = {
    repository: { name: 'orders-api', full_name: 'shop/orders-api' },
    deployment: { id: 7, sha: 'a84d88e7554fc1fa', environment: 'production' },
    deployment_status: { state: 'success', created_at: new Date(Date.now() - 60_000).toISOString() },
  };
  const url = `/hooks/changes?token=${tokens.hook}&system=main-valve&system=nowhere`;

  const [first, again] = [
    await harness.app.inject({ method: 'POST', url, payload }),
    await harness.app.inject({ method: 'POST', url, payload }),
  ];
  const begun = await harness.app.inject({
    method: 'POST',
    url,
    payload: { ...payload, deployment_status: { ...payload.deployment_status, state: 'queued' } },
  });
  const listed = await harness.app.inject({ url: '/api/v1/changes', headers: bearer(tokens.viewer) });

  assert.deepEqual([first.statusCode, first.json().accepted, again.json().changeId], [200, 1, first.json().changeId]);
  assert.deepEqual(begun.json(), { accepted: 0, changeId: null });
  const mine = listed.json().items.filter(({ source }: { readonly source: string }) => source === 'github');
  assert.deepEqual(
    mine.map(({ title, systemIds }: { readonly title: string; readonly systemIds: readonly string[] }) => [title, systemIds]),
    [['shop/orders-api → production', []]],
  );
});

test('addChangeHook() refuses strangers, and says what form it wants', async () => {
  const stranger = await harness.app.inject({ method: 'POST', url: '/hooks/changes', payload: { title: 'x' } });
  const odd = await harness.app.inject({ method: 'POST', url: '/hooks/changes', headers: bearer(tokens.hook), payload: { name: 'x' } });

  assert.equal(stranger.statusCode, 401);
  assert.equal(odd.statusCode, 400);
  assert.match(odd.json().error.message, /'title'.*Send \{ "title"/);
});

test('addChangeRoutes() keeps a change that a responder tells, and nobody below', async () => {
  const told = { title: 'pool size 20 → 5', kind: 'config', version: '5' };

  const added = await harness.app.inject({ method: 'POST', url: '/api/v1/changes', headers: bearer(tokens.admin), payload: told });
  const refused = await harness.app.inject({ method: 'POST', url: '/api/v1/changes', headers: bearer(tokens.viewer), payload: told });

  assert.deepEqual([added.statusCode, added.json().kind, added.json().source], [201, 'config', 'api']);
  assert.equal(refused.statusCode, 403);
});
