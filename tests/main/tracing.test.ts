import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { trace } from '@opentelemetry/api';
import { startTracing } from '../../src/main/tracing.ts';
import { freePort } from '../support/peers.ts';

const log = { info() {}, warn() {} };
const service = { serviceName: 'zhiban', version: '1.2.3', log };

test('startTracing() does nothing without an endpoint', async () => {
  const tracing = await startTracing({ ...service, endpoint: null });

  assert.equal(tracing.isOn, false);
  await tracing.stop();
});

test('startTracing() sends spans to the endpoint, and stops with a collector that is away', async () => {
  const received: { readonly url: string; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ url: request.url ?? '', body: Buffer.concat(chunks).toString('latin1') });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const tracing = await startTracing({ ...service, endpoint: `http://127.0.0.1:${port}/` });
  trace.getTracer('test').startSpan('look at redis').end();
  await tracing.stop();
  await new Promise((resolve) => server.close(resolve));

  assert.equal(tracing.isOn, true);
  assert.equal(received[0]?.url, '/v1/traces');
  assert.match(received[0]?.body ?? '', /look at redis/);

  const away = await startTracing({ ...service, endpoint: `http://127.0.0.1:${await freePort()}` });
  await away.stop();
});
