/** What the client makes of answers that no healthy broker gives; a real one is in system.test.ts. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, it } from 'node:test';
import { z } from 'zod';
import { createRabbitmqClient, type RabbitmqClient } from '../../../src/systems/rabbitmq/client.ts';
import { systemClock } from '../../support/system-clock.ts';
import { entryOf } from './scene.ts';

let server: Server;
let client: RabbitmqClient;
let answer: { status: number; body: string };
/** So many requests get a 500 first. */
let stumbles = 0;
const asked: string[] = [];
const limit = () => ({ timeoutMs: 5_000, signal: AbortSignal.timeout(10_000) });

before(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    stumbles -= 1;
    if (stumbles >= 0) response.writeHead(500).end('{"error":"","reason":""}');
    else response.writeHead(answer.status).end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${String(port)}`;
  const entry = entryOf({ url: 'amqp://127.0.0.1:1', managementUrl: `${url}/behind/a/proxy`, metricsUrl: url });
  client = createRabbitmqClient(entry, { clock: systemClock, resolveSecret: () => 'hidden-password' });
});
after(() => server.close());

it('createRabbitmqClient() keeps the path of a proxy and asks for the largest first', async () => {
  answer = { status: 200, body: '{"items":[{"name":"a"}],"total_count":900}' };

  const page = await client.list('queues', { sort: 'messages', columns: 'name' }, z.object({ name: z.string() }), limit());

  assert.deepEqual(page, { items: [{ name: 'a' }], total: 900 });
  assert.equal(asked.at(-1), '/behind/a/proxy/api/queues?page=1&page_size=500&sort=messages&sort_reverse=true&columns=name');
});

it('createRabbitmqClient() asks again where the API stumbles, and says so where it goes on', async () => {
  answer = { status: 200, body: '{"items":[{"name":"a"}],"total_count":1}' };
  const list = () => client.list('queues', {}, z.unknown(), limit());

  stumbles = 2;
  assert.equal((await list()).total, 1);
  stumbles = 100;
  await assert.rejects(list(), /answered 500/);
  stumbles = 1;
  await assert.rejects(client.change('DELETE', 'connections/one', undefined, limit()), /answered 500/);
  stumbles = 0;
});

it('createRabbitmqClient() says so when the answer is no JSON, or another form', async () => {
  for (const body of ['<html>hello</html>', '{"items":"none"}', '']) {
    answer = { status: 200, body };
    await assert.rejects(client.list('queues', {}, z.unknown(), limit()), { problem: 'reply' });
  }
});

it('createRabbitmqClient() has no metrics where a login is asked for them', async () => {
  answer = { status: 401, body: 'hidden-password' };

  assert.equal(await client.metrics('/metrics', limit()), null);
  await assert.rejects(client.get('overview', z.unknown(), limit()), (error: Error) => !error.message.includes('Basic'));
});
