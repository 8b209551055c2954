import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createPrometheusClient, type PrometheusClient } from '../../../src/systems/prometheus/client.ts';
import { readMetrics } from '../../../src/systems/prometheus/read-metrics.ts';
import { prometheusKind } from '../../../src/systems/prometheus/system.ts';
import { backfill } from '../../support/metric-history.ts';
import { type PrometheusServer, startPrometheus } from '../../support/prometheus.ts';
import { systemClock } from '../../support/system-clock.ts';

let server: PrometheusServer;
let client: PrometheusClient;
const endMs = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;
const fromMs = endMs - 6 * 3_600_000;

before(async () => {
  server = await startPrometheus();
  const past = ['b', 'a', 'c'].map((name) => ({
    ...{ series: `depth{queue="${name}"}`, fromMs, toMs: endMs, stepMs: 15_000 },
    value: (index: number) => index + name.charCodeAt(0),
  }));
  await backfill(server, past);
  const entry = prometheusKind.entry.parse({ id: 'metrics', kind: 'prometheus', url: server.url });
  client = createPrometheusClient(entry, { resolveSecret: () => '', clock: systemClock });
});
after(() => server?.stop());

const limit = { timeoutMs: 20_000, signal: new AbortController().signal };

test('readMetrics() brings every point of the series, by name, and says how many it left out', async () => {
  const answer = await readMetrics(client, { query: 'depth', fromMs, toMs: endMs - 15_000, stepSeconds: 15, seriesMax: 2 }, limit);

  assert.deepEqual(
    answer.series.map(({ name, labels }) => [name, labels.queue]),
    [
      ['depth{queue="a"}', 'a'],
      ['depth{queue="b"}', 'b'],
    ],
  );
  assert.equal(answer.leftOut, 1);
  const [first] = answer.series;
  assert.equal(first?.values.length, 1_440);
  assert.deepEqual(first?.values.slice(0, 3), [97, 98, 99]);
  assert.deepEqual(first?.times.slice(0, 2), [fromMs, fromMs + 15_000]);
});

test('readMetrics() says why a query is not answered', async () => {
  await assert.rejects(readMetrics(client, { query: 'depth{', fromMs, toMs: endMs, stepSeconds: 60, seriesMax: 2 }, limit), /parse error/);
  const nothing = await readMetrics(client, { query: 'nothing', fromMs, toMs: endMs, stepSeconds: 60, seriesMax: 2 }, limit);
  assert.deepEqual(nothing, { series: [], leftOut: 0 });
});
