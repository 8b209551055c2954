import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCalls } from '../../../src/console/api/calls.ts';
import { createRequests } from '../../../src/console/api/request.ts';

test('createCalls() escapes ids in paths', async () => {
  const urls: string[] = [];
  const fetchUrl = async (url: Parameters<typeof fetch>[0]) => {
    urls.push(String(url));
    return Response.json({});
  };
  const calls = createCalls(createRequests({ locale: () => 'en', onUnauthorized: () => {}, fetch: fetchUrl }));

  await calls.incident('../audit?x=1');
  await calls.approve('plan/1', 'abc');

  assert.deepEqual(urls, ['/api/v1/incidents/..%2Faudit%3Fx%3D1?locale=en', '/api/v1/plans/plan%2F1/approve?locale=en']);
});
