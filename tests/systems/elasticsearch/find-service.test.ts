import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findService, keywordsOf, pathOf, rangeOf, serviceQuery } from '../../../src/systems/elasticsearch/find-service.ts';
import { startSite } from '../http/site.ts';
import { clientOf, entryOf } from './scene.ts';

test('keywordsOf() leaves out what is analysed text in any index', () => {
  const fields = {
    app: { text: {} },
    'app.keyword': { keyword: {} },
    job: { keyword: {}, text: {} },
    service: { constant_keyword: {} },
    none: {},
  };

  assert.deepEqual([...keywordsOf(fields)], ['app.keyword', 'service']);
});

test('serviceQuery() asks the keyword itself or the one below, with names in quotes', () => {
  const keywords = new Set(['service.name', 'app.keyword', 'kubernetes.labels.app_kubernetes_io/name', 'colour']);

  assert.equal(
    serviceQuery('a "b" \\ OR *:*', keywords),
    '(service.name:"a \\"b\\" \\\\ OR *:*" OR app.keyword:"a \\"b\\" \\\\ OR *:*" OR kubernetes.labels.app_kubernetes_io\\/name:"a \\"b\\" \\\\ OR *:*")',
  );
  assert.equal(serviceQuery('a', new Set(['colour'])), null);
});

test('findService() keeps to what a request line may hold, however long the name is', async () => {
  const asked: string[] = [];
  const site = await startSite((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://es');
    asked.push(request.url ?? '');
    const fields = Object.fromEntries((searchParams.get('fields') ?? '').split(',').map((field) => [field, { keyword: {} }]));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(pathname.endsWith('/_count') ? { count: 0 } : { fields }));
  });
  const client = clientOf(entryOf(site.url));
  const request = { service: '"'.repeat(100), fromMs: 0, toMs: 1 };

  const query = await findService(client, request, { timeoutMs: 5_000, signal: new AbortController().signal });
  await client.close();
  await site.stop();

  assert.equal(query, null);
  assert.equal(asked.length, 2);
  assert.ok(asked.every((line) => line.length < 4_000));
});

test('rangeOf() and pathOf() write times and indices as a query has them', () => {
  assert.equal(rangeOf({ fromMs: 0, toMs: 1 }), '@timestamp:["1970-01-01T00:00:00.000Z" TO "1970-01-01T00:00:00.001Z"]');
  assert.equal(pathOf('logs-*,a b'), 'logs-*,a%20b');
});
