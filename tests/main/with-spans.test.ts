import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { trace } from '@opentelemetry/api';
import { NodeSDK, tracing as sdk } from '@opentelemetry/sdk-node';
import { withSpans } from '../../src/main/with-spans.ts';

const exporter = new sdk.InMemorySpanExporter();
const node = new NodeSDK({
  spanProcessors: [new sdk.SimpleSpanProcessor(exporter)],
  metricReaders: [],
  logRecordProcessors: [],
  instrumentations: [],
  autoDetectResources: false,
});

before(() => node.start());
after(() => node.shutdown());

test('withSpans() names the function, carries ids and nothing else, and nests', async () => {
  const inner = withSpans('activity', { look: async (_scope: object) => 'seen' });
  const outer = withSpans('operation', { ask: async (caller: object) => inner.look(caller) });

  const answer = await outer.ask({ tenantId: 'default', incidentId: 'inc_1', secret: 'hunter2' });

  const [look, ask] = exporter.getFinishedSpans();
  assert.equal(answer, 'seen');
  assert.deepEqual([look?.name, ask?.name], ['activity look', 'operation ask']);
  assert.equal(look?.parentSpanContext?.spanId, ask?.spanContext().spanId);
  assert.deepEqual(ask?.attributes, { 'zhiban.tenantId': 'default', 'zhiban.incidentId': 'inc_1' });
});

test('withSpans() marks a failure, masks its message and throws it on', async () => {
  exporter.reset();
  const failing = withSpans('operation', { stop: () => Promise.reject(new Error('password=hunter2hunter2')) });

  await assert.rejects(failing.stop(), /hunter2/);

  const [span] = exporter.getFinishedSpans();
  assert.equal(span?.status.code, 2);
  assert.ok(!JSON.stringify(span?.status).includes('hunter2'));
});

test('withSpans() leaves other members alone', () => {
  const wrapped = withSpans('part', { name: 'x', count: 3 });

  assert.deepEqual({ ...wrapped }, { name: 'x', count: 3 });
  assert.ok(trace.getTracer('zhiban'));
});
