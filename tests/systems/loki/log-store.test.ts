import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelsNaming, lokiStore, selectorOf } from '../../../src/systems/loki/log-store.ts';
import { startSite } from '../http/site.ts';
import { lokiClient, lokiEntry } from './recorded.ts';

const limit = { timeoutMs: 5_000, signal: new AbortController().signal };
const window = { fromMs: 1_000, toMs: 2_000 };

/** Answers as Loki does: names of labels, and of each the values that the selector leaves; an old one leaves them all. */
async function findIn(
  values: Readonly<Record<string, readonly string[]>>,
  service: string,
  { isOld = false, isEmpty = false } = {},
): Promise<{ readonly query: string | null | undefined; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const site = await startSite((request, response) => {
    const url = new URL(request.url ?? '', 'http://loki');
    asked.push(decodeURIComponent(url.pathname));
    assert.deepEqual([url.searchParams.get('start'), url.searchParams.get('end')], ['1000000000', '2000000000']);
    const [, label = ''] = /label\/(\w+)\/values/.exec(url.pathname) ?? [];
    const left = (values[label] ?? []).filter((value) => isOld || url.searchParams.get('query') === selectorOf(label, value));
    const data = url.pathname.endsWith('/labels') ? Object.keys(values) : left;
    response.end(JSON.stringify({ status: 'success', ...(isEmpty ? {} : { data }) }));
  });
  const client = lokiClient(lokiEntry(site.url));
  try {
    return { query: await lokiStore.findService?.(client, { service, ...window }, limit), asked };
  } finally {
    await client.close();
    await site.stop();
  }
}

test('findService() makes one selector of the most telling label that has the name, and asks for no other labels', async () => {
  const values = { filename: ['checkout'], container: ['checkout'], app: ['checkout', 'front'], service_name: ['unknown_service'] };

  const { query, asked } = await findIn(values, 'checkout');

  assert.equal(query, '{app="checkout"}');
  assert.deepEqual(asked.toSorted(), [
    '/loki/api/v1/label/app/values',
    '/loki/api/v1/label/container/values',
    '/loki/api/v1/label/service_name/values',
    '/loki/api/v1/labels',
  ]);
});

test('findService() wants the very name, also of a Loki that is too old to narrow values', async () => {
  for (const isOld of [false, true]) {
    assert.equal((await findIn({ app: ['checkout-worker', 'Checkout'] }, 'checkout', { isOld })).query, null);
    assert.equal(
      (await findIn({ app: ['front', 'a"} | line_format `'] }, 'a"} | line_format `', { isOld })).query,
      '{app="a\\"} | line_format `"}',
    );
  }
});

test('findService() knows nothing where there are no labels', async () => {
  assert.equal((await findIn({}, 'checkout')).query, null);
  assert.equal((await findIn({}, 'checkout', { isEmpty: true })).query, null);
});

test('labelsNaming() writes labels as Loki can have them, each once', () => {
  const known = ['app_kubernetes_io_name', 'service_name', 'unit', 'host'];

  assert.deepEqual(labelsNaming('pay', known), [
    { field: 'service_name', value: 'pay' },
    { field: 'app_kubernetes_io_name', value: 'pay' },
    { field: 'unit', value: 'pay.service' },
  ]);
});
