import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeForm, readChange } from '../../src/api/read-change.ts';

const repository = { name: 'orders-api', full_name: 'shop/orders-api' };

test('readChange() reads our own form with what it needs', () => {
  assert.deepEqual(readChange({ title: ' new pool size ', kind: 'config', systems: ['orders-db'], at: '2026-11-21T09:00:00+08:00' }), {
    ...{ title: 'new pool size', kind: 'config', systems: ['orders-db'], at: '2026-11-21T09:00:00+08:00', source: 'hook' },
    ...{ version: null, author: null, url: null, key: null },
  });
  assert.equal(readChange({ title: 'x' })?.kind, 'deploy');
});

test("readChange() reads GitHub's deployment once it is live, and its release", () => {
  const deployment = { id: 7, sha: 'a84d88e7554fc1fa21bcbc4efae3c782a70d2b9d', ref: 'main', environment: 'production' };
  const status = { state: 'success', created_at: '2026-11-21T01:00:00Z', target_url: 'javascript:alert(1)', log_url: null };
  const read = readChange({ repository, deployment: { ...deployment, creator: { login: 'li' } }, deployment_status: status });

  assert.deepEqual(
    [read?.title, read?.systems, read?.version, read?.author, read?.url, read?.key],
    ['shop/orders-api → production', ['orders-api'], 'main a84d88e7', 'li', null, 'github shop/orders-api deployment 7'],
  );
  assert.equal(readChange({ repository, deployment, deployment_status: { ...status, state: 'in_progress' } }), null);
  const release = {
    id: 1,
    tag_name: 'v2',
    html_url: 'https://github.com/shop/orders-api/releases/v2',
    published_at: '2026-11-21T01:00:00Z',
  };
  assert.equal(readChange({ action: 'published', repository, release })?.title, 'shop/orders-api v2');
  assert.equal(readChange({ action: 'created', repository, release }), null);
});

test("readChange() reads GitLab's deployment in its own form of time", () => {
  const body = {
    ...{ object_kind: 'deployment', status: 'success', status_changed_at: '2026-11-21 09:00:12 +0800', deployment_id: 15 },
    ...{ deployable_url: 'https://gitlab.example.com/shop/api/-/jobs/796', environment: 'production', short_sha: '279484c0' },
    ...{ project: { name: 'orders-api', path_with_namespace: 'shop/orders-api' }, user: { username: 'wang' } },
  };

  const read = readChange(body);

  assert.deepEqual([read?.at, read?.version, read?.author, read?.source], ['2026-11-21T01:00:12.000Z', '279484c0', 'wang', 'gitlab']);
  assert.equal(readChange({ ...body, status: 'failed' }), null);
});

test('readChange() says what is wrong with anything else', () => {
  for (const body of [
    null,
    [],
    'text',
    {},
    { title: '' },
    { title: 'x', kind: 'party' },
    { title: 'x', url: 'ftp://x' },
    { title: 'x', more: 1 },
  ])
    assert.throws(() => readChange(body), { name: 'ZodError' });
  assert.equal(changeForm.safeParse({ title: 'x'.repeat(201) }).success, false);
});
