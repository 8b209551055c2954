/** Logs read out of a real node. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { elasticsearchStore, parseLogQuery, readElasticsearch } from '../../../src/systems/elasticsearch/log-store.ts';
import type { Scene } from './scene.ts';

export function describeLogStore(scene: () => Promise<Scene>, missing: string | null): void {
  describe('readElasticsearch()', { skip: missing ?? false }, () => {
    it('reads the newest lines of a range, oldest first, with level and trace; what there is no index for is nothing', async () => {
      const { client, server } = await scene();
      const nowMs = Date.now();
      const at = (secondsAgo: number): string => new Date(nowMs - secondsAgo * 1_000).toISOString();
      const documents = [
        { '@timestamp': at(7_200), message: 'too old', app: 'orders' },
        { '@timestamp': at(60), message: 'order accepted', app: 'orders', log: { level: 'info' } },
        {
          '@timestamp': at(30),
          message: 'cannot save order',
          app: 'orders',
          'log.level': 'error',
          error: { stack_trace: 'java.io.IOException: broken\n\tat a.b(C.java:1)' },
        },
        { '@timestamp': at(20), message: 'of another application', app: 'shop' },
      ];
      for (const [index, document] of documents.entries())
        await server.ask('PUT', `filebeat-test/_doc/${String(index)}?refresh=true`, document);
      const limit = { timeoutMs: 10_000, signal: AbortSignal.timeout(10_000) };
      const range = { fromMs: nowMs - 3_600_000, toMs: nowMs, linesMax: 100 };

      const usual = await readElasticsearch(client, { query: 'app:orders', ...range }, limit);
      const named = await readElasticsearch(client, { query: 'filebeat-test: app:shop OR message:accepted', ...range }, limit);
      const newest = await readElasticsearch(client, { query: '*', ...range, linesMax: 1 }, limit);
      const none = await readElasticsearch(client, { query: 'no-such-index-*: *', ...range }, limit);
      await server.ask('DELETE', 'filebeat-test');

      assert.deepEqual(
        usual.lines.map(({ text, level }) => [text, level]),
        [
          ['order accepted', 'info'],
          ['cannot save order\njava.io.IOException: broken\n\tat a.b(C.java:1)', 'error'],
        ],
      );
      assert.deepEqual(
        named.lines.map(({ text }) => text),
        ['order accepted', 'of another application'],
      );
      assert.deepEqual([newest.lines.map(({ text }) => text), newest.isCut], [['of another application'], true]);
      assert.deepEqual(none.lines, []);
    });
  });

  describe('elasticsearchStore.findService()', { skip: missing ?? false }, () => {
    it('finds a service by exact keywords, of themselves or below a text, and knows nothing of the others', async () => {
      const { client, server } = await scene();
      const toMs = Date.now();
      const at = new Date(toMs - 60_000).toISOString();
      const nasty = 'a "b" \\ OR *:*';
      const documents: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
        ['filebeat-dynamic', { message: 'one', app: 'checkout' }],
        ['filebeat-dynamic', { message: 'of another', app: 'checkout-worker' }],
        ['filebeat-dynamic', { message: 'odd', app: nasty }],
        ['logs-ecs', { message: 'two', service: { name: 'checkout' } }],
        ['logs-ecs', { message: 'three', kubernetes: { labels: { 'app_kubernetes_io/name': 'checkout' } } }],
        ['other-logs', { message: 'in an index of another name', app: 'checkout' }],
      ];
      const keyword = { type: 'keyword' };
      const kubernetes = { properties: { labels: { properties: { 'app_kubernetes_io/name': keyword } } } };
      await server.ask('PUT', 'filebeat-dynamic', {});
      await server.ask('PUT', '_index_template/zhiban-test', {
        ...{ index_patterns: ['logs-ecs'], priority: 900 },
        template: { mappings: { properties: { service: { properties: { name: keyword } }, kubernetes } } },
      });
      await server.ask('PUT', 'logs-ecs', {});
      for (const [number, [index, document]] of documents.entries())
        await server.ask('PUT', `${index}/_doc/${String(number)}?refresh=true`, { '@timestamp': at, ...document });
      const limit = { timeoutMs: 10_000, signal: AbortSignal.timeout(20_000) };
      const window = { fromMs: toMs - 3_600_000, toMs };
      const linesOf = async (service: string, range = window): Promise<readonly string[] | null> => {
        const query = (await elasticsearchStore.findService?.(client, { service, ...range }, limit)) ?? null;
        if (query === null) return null;
        const { lines } = await readElasticsearch(client, { query, ...range, linesMax: 100 }, limit);
        return lines.map(({ text }) => text).toSorted();
      };

      const found = await Promise.all(['checkout', nasty, 'worker', 'Checkout', '*'].map((service) => linesOf(service)));
      const earlier = await linesOf('checkout', { fromMs: toMs - 7_200_000, toMs: toMs - 3_600_000 });
      for (const index of ['filebeat-dynamic', 'logs-ecs', 'other-logs']) await server.ask('DELETE', index);
      await server.ask('DELETE', '_index_template/zhiban-test');
      const nowhere = await linesOf('checkout');

      assert.deepEqual(found, [['one', 'three', 'two'], ['odd'], null, null, null]);
      assert.deepEqual([earlier, nowhere], [null, null]);
    });
  });

  it('parseLogQuery() tells indices from a query that has a colon of its own', () => {
    assert.deepEqual(parseLogQuery('logs-app-*,old: level:error'), { indices: 'logs-app-*,old', query: 'level:error' });
    assert.deepEqual(parseLogQuery('level:error').query, 'level:error');
    assert.deepEqual(parseLogQuery('a/_delete_by_query: x').query, 'a/_delete_by_query: x');
  });
}
