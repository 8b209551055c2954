import assert from 'node:assert/strict';
import { it } from 'node:test';
import { jaegerKind } from '../../../src/systems/jaeger/system.ts';
import { freeCommand } from '../../support/free-command.ts';
import { systemClock } from '../../support/system-clock.ts';
import { startSite } from '../http/site.ts';

it('jaegerCommands ask about services and one trace', async () => {
  const id = '4bf92f3577b34da6a3ce929d0e0e4736';
  const asked: string[] = [];
  const site = await startSite((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/api/services') response.end('{"data":["orders-api"]}');
    else response.writeHead(404).end('{"data":null,"errors":[{"code":404,"msg":"trace not found"}]}');
  });
  const entry = jaegerKind.entry.parse({ id: 'traces', kind: 'jaeger', url: site.url });
  const client = jaegerKind.connect(entry, { clock: systemClock, resolveSecret: () => '' });
  try {
    assert.match(await (await freeCommand(jaegerKind, 'services', client, entry)).output(), /orders-api/);
    await (await freeCommand(jaegerKind, `trace ${id}`, client, entry)).output().catch(() => '');
    assert.ok(asked.some((path) => path.startsWith(`/api/traces/${id}`)));
  } finally {
    await client.close();
    await site.stop();
  }
});
