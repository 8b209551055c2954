import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { discoverEdges } from '../../../../src/analysis/rca/discover.ts';
import { createHostClient } from '../../../../src/systems/host/client.ts';
import { hostKind } from '../../../../src/systems/host/system.ts';
import { connectionsProbe, parseLinks } from '../../../../src/systems/linux/probes/connections.ts';
import { contextOf } from '../../../contracts/system.ts';
import { freePort } from '../../../support/peers.ts';

test('connectionsProbe sees a real service and what it is connected to, and that is a dependency', async (test) => {
  const database = createServer().listen(0, '127.0.0.1');
  await once(database, 'listening');
  const address = database.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const served = await freePort();
  const script = `const net = require('node:net');
    const open = () => new Promise((done) => { const socket = net.connect(${port}, '127.0.0.1', () => done(socket)); });
    net.createServer().listen(${served}, '127.0.0.1', async () => { for (let i = 0; i < 3; i += 1) await open(); console.log('ready'); });`;
  const service = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const host = createHostClient(hostKind.entry.parse({ id: 'here', kind: 'host' }));
  test.after(async () => {
    service.kill('SIGKILL');
    database.close();
    await host.close();
  });
  await once(service.stdout, 'data');
  // An inbound connection of the service is nobody it depends on.
  const entry = hostKind.entry.parse({ id: 'here', kind: 'host' });

  const look = await connectionsProbe.look(host, {}, contextOf(entry, 20_000));

  const links = Object.entries(look.facts).filter(([name]) => name.startsWith('connections.link.'));
  assert.equal(look.status, 'ok');
  assert.ok(
    links.some(([, value]) => String(value).startsWith(`${served}|`) && String(value).endsWith(`|127.0.0.1:${port}|3`)),
    look.text,
  );
  const evidence = {
    ...look,
    id: 'e',
    incidentId: 'i',
    systemId: 'here',
    probe: 'connections',
    parameters: {},
    round: 1,
    durationMs: 1,
    isTruncated: false,
  };
  const edges = discoverEdges(
    {
      systems: [
        { id: 'here', kind: 'host', dependsOn: [] },
        { id: 'api', kind: 'http', runsOn: 'here', dependsOn: [], ports: [served] },
        { id: 'db', kind: 'postgresql', runsOn: 'here', dependsOn: [], ports: [port] },
      ],
    },
    [{ ...evidence, startedAt: new Date(0).toISOString() }],
  );
  assert.deepEqual(edges, [{ from: 'api', to: 'db', evidenceId: 'e' }]);
});

test('parseLinks() adds up by process and peer, the heaviest first', () => {
  const links = parseLinks('out 7 0100007F:18EB 2\nout 8 0C00000A:1538 40\nports 7\nports 8 1F90 1F91\n');

  assert.deepEqual(links, [
    { pid: 8, remote: '10.0.0.12:5432', count: 40, ports: [8_080, 8_081] },
    { pid: 7, remote: '127.0.0.1:6379', count: 2, ports: [] },
  ]);
});
