/** A web server has the port: it answers, and not as the system that was expected there. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { builtInKinds } from '../../../src/systems/registry.ts';
import { diagnoseSystem } from '../../support/diagnose.ts';
import { systemClock } from '../../support/system-clock.ts';

const web = createServer((_asked, answer) => {
  answer.statusCode = 404;
  answer.end('not found');
});
let port = 0;

before(async () => {
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  const address = web.address();
  port = typeof address === 'object' ? (address?.port ?? 0) : 0;
});
after(() => web.close());

const entries: Readonly<Record<string, (at: string) => Readonly<Record<string, unknown>>>> = {
  memcached: () => ({ host: '127.0.0.1', port }),
  zookeeper: () => ({ host: '127.0.0.1', port }),
  nats: (at) => ({ url: `nats://${at}`, monitoringUrl: `http://${at}` }),
  etcd: (at) => ({ url: `http://${at}` }),
  rabbitmq: (at) => ({ url: `amqp://${at}`, managementUrl: `http://${at}`, username: 'watch', password: { env: 'UNUSED' } }),
};

for (const [name, given] of Object.entries(entries))
  test(`reachSignatures(): ${name} tells that something else answers at its port`, async () => {
    const kind = builtInKinds.find((each) => each.kind === name);
    assert.ok(kind !== undefined);
    const entry = kind.entry.parse({ id: 'x', kind: name, ...given(`127.0.0.1:${String(port)}`) });
    const client = kind.connect(entry, { clock: systemClock, resolveSecret: () => 'x' });

    const seen = await diagnoseSystem(kind, client, entry, { probes: [kind.probes[0]?.name ?? ''] });

    assert.deepEqual(seen.causes, ['another-server-answers']);
    await client.close();
  });
