import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { trace } from '@opentelemetry/api';
import { NodeSDK, tracing as sdk } from '@opentelemetry/sdk-node';
import fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { traceRequests } from '../../src/api/trace-requests.ts';

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

test('traceRequests() makes a span by route, takes up the trace of the caller and passes its own on', async () => {
  const app = fastify().withTypeProvider<ZodTypeProvider>();
  traceRequests(app);
  let within = '';
  app.get('/incidents/:id', async () => {
    await Promise.resolve();
    within = trace.getActiveSpan()?.spanContext().spanId ?? '';
    throw new Error('broken');
  });

  await app.inject({ url: '/incidents/ZB-1', headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } });
  await app.close();

  const [span] = exporter.getFinishedSpans();
  assert.equal(span?.name, 'GET /incidents/:id');
  assert.equal(span?.spanContext().traceId, '0af7651916cd43dd8448eb211c80319c');
  assert.equal(span?.spanContext().spanId, within);
  assert.equal(span?.attributes['http.response.status_code'], 500);
});
