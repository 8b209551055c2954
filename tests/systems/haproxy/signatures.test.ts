import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { haproxyKind } from '../../../src/systems/haproxy/system.ts';
import { until } from '../../support/child.ts';
import { type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { type Site, startSite } from '../http/site.ts';
import { type Haproxy, haproxyMissing, startHaproxy } from './scene.ts';

/** A connection, and a handshake on it, have as long as there is between two checks: on a busy machine that takes a while. */
const checked = 'check inter 600ms fall 1 rise 1';

/** Asks so many times, side by side, each over a connection of its own. */
async function ask(url: string, times: number): Promise<readonly number[]> {
  return await Promise.all(
    Array.from({ length: times }, async () => {
      const answer = await fetch(url, { headers: { connection: 'close' } });
      await answer.text();
      return answer.status;
    }),
  );
}

async function openMany(port: number, count: number): Promise<readonly Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1'));
  for (const socket of sockets) socket.on('error', () => undefined);
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  return sockets;
}

describe('haproxySignatures: servers and their checks', { skip: haproxyMissing ?? false }, () => {
  let [well, ill, babble]: Site[] = [];
  let hanging: Awaited<ReturnType<typeof startHangingPeer>>;
  let haproxy: Haproxy;
  let gonePort = 0;

  before(async () => {
    well = await startSite((_request, response) => void response.end('hello'));
    ill = await startSite((_request, response) => void response.writeHead(503).end('no database'));
    babble = await startSite((request) => void request.socket.end('who is there?\r\n\r\n'));
    hanging = await startHangingPeer();
    gonePort = await freePort();
    const server = (name: string, port: number | undefined, more = checked): string => `  server ${name} 127.0.0.1:${String(port)} ${more}`;
    const backend = (name: string, ...servers: readonly string[]): string =>
      `backend ${name}\n  option httpchk GET /health\n${servers.join('\n')}\n`;
    haproxy = await startHaproxy({
      sections: [
        backend('app', server('a1', well.port), server('a2', well.port)),
        backend('refused', server('r1', gonePort), server('r2', gonePort)),
        backend('status', server('st1', ill.port), server('st2', well.port, `${checked} backup`)),
        backend('hang', '  timeout check 100ms', server('h1', hanging.port)),
        backend('babble', server('b1', babble.port)),
        backend('tls', server('t1', well.port, `${checked} ssl verify none`)),
      ].join('\n'),
    });
    const downs = { r1: 'L4CON', r2: 'L4CON', st1: 'L7STS', h1: 'L7TOUT', b1: 'L7RSP', t1: 'L6RSP' };
    for (const [name, check] of Object.entries(downs)) await haproxy.untilStatus(name, new RegExp(`^DOWN ${check}$`));
  });
  after(async () => {
    await haproxy.stop();
    await hanging.stop();
    for (const site of [well, ill, babble]) await site?.stop();
  });

  /** Of one backend only, as if the others were not there. */
  async function diagnoseOnly(backend: string): Promise<Diagnosis> {
    const stat = haproxy.client.stat.bind(haproxy.client);
    const only: Haproxy['client'] = {
      ...haproxy.client,
      stat: async (limit) => (await stat(limit)).filter(({ proxy }) => proxy === backend),
    };
    return diagnoseSystem(haproxyKind, only, haproxy.entry, { probes: ['servers'] });
  }

  const cases: Readonly<Record<string, { readonly cause: string; readonly check: string; readonly dead: number }>> = {
    refused: { cause: 'check-refused', check: 'L4CON', dead: 1 },
    status: { cause: 'check-bad-status', check: 'L7STS', dead: 0 },
    hang: { cause: 'check-slow', check: 'L7TOUT', dead: 1 },
    babble: { cause: 'check-bad-status', check: 'L7RSP', dead: 1 },
    tls: { cause: 'check-tls', check: 'L6RSP', dead: 1 },
  };
  for (const [backend, { cause, check, dead }] of Object.entries(cases)) {
    it(`tells why a server is down: ${check}`, async () => {
      const { causes, facts } = await diagnoseOnly(backend);

      assert.deepEqual([causes, facts['down.check'], facts['backends.dead']], [[cause], check, dead]);
    });
  }

  it('a healthy backend has no fault, one on its backup is told', async () => {
    const [fine, backup] = [await diagnoseOnly('app'), await diagnoseOnly('status')];

    assert.deepEqual([fine.confirmed, fine.likely], [[], []]);
    assert.equal(backup.facts['backends.onBackupName'], 'status');
  });

  it('half of a backend set aside, then all of it, and the way back is proposed', async () => {
    const limit = { timeoutMs: 3_000, signal: new AbortController().signal };
    await haproxy.client.command('set server app/a2 state drain', limit);
    const half = await diagnoseOnly('app');
    await haproxy.client.command('set server app/a1 state maint', limit);
    const all = await diagnoseOnly('app');
    for (const name of ['a1', 'a2']) await haproxy.client.command(`set server app/${name} state ready`, limit);
    await haproxy.untilStatus('a1', /^UP/);

    assert.deepEqual([half.causes, half.facts['aside.state']], [['servers-set-aside'], 'drain']);
    assert.deepEqual(all.causes, ['all-servers-set-aside']);
  });

  it('a server that comes and goes', async () => {
    for (let times = 0; times < 3; times += 1) {
      // The port was free a moment ago, and is ours to serve now and then.
      const site = await serveAt(gonePort);
      await haproxy.untilStatus('r1', /^UP/);
      await site.stop();
      await haproxy.untilStatus('r1', /^DOWN/);
    }

    const { causes, facts } = await diagnoseOnly('refused');

    assert.deepEqual(causes, ['server-flapping']);
    assert.ok(Number(facts['flap.times']) >= 3);
  });
});

async function serveAt(port: number): Promise<Site> {
  const server = createServer((_request, response) => void response.end('hello'));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port,
    url: '',
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

describe('haproxySignatures: limits and traffic', { skip: haproxyMissing ?? false }, () => {
  const stops: (() => Promise<void>)[] = [];
  after(async () => {
    for (const stop of stops.reverse()) await stop();
  });
  async function site(...given: Parameters<typeof startSite>): Promise<Site> {
    const started = await startSite(...given);
    stops.push(() => started.stop());
    return started;
  }
  async function started(...given: Parameters<typeof startHaproxy>): Promise<Haproxy> {
    const haproxy = await startHaproxy(...given);
    stops.push(() => haproxy.stop());
    return haproxy;
  }

  it('a server at its maxconn of 2, and what waits for it', async () => {
    let isFree = false;
    const waiting: (() => void)[] = [];
    const slow = await site((_request, response) => {
      if (isFree) response.end('late');
      else waiting.push(() => void response.end('late'));
    });
    const haproxy = await started({ sections: `backend app\n  server s1 127.0.0.1:${String(slow.port)} maxconn 2` });
    const answers = ask(haproxy.url, 6);
    await until(async () => Number((await haproxy.diagnose({ probes: ['load'] })).facts['queue.length']) >= 4, 'four wait');

    const { causes, facts, remediesOf } = await haproxy.diagnose({ probes: ['load', 'process'] });
    isFree = true;
    for (const finish of waiting) finish();
    await answers;

    assert.deepEqual([causes, facts['full.server'], facts['queue.backend']], [['servers-full'], 's1', 'app']);
    assert.deepEqual(remediesOf('servers-full'), [], 'it never carried more: nobody knows what it could');
  });

  it('a server whose maxconn was lowered below what it carries, which is what it is given back', async () => {
    const waiting: (() => void)[] = [];
    const slow = await site((_request, response) => void waiting.push(() => void response.end('late')));
    const haproxy = await started({ sections: `backend app\n  server s1 127.0.0.1:${String(slow.port)} maxconn 20` });
    const [limit, load] = [{ timeoutMs: 3_000, signal: AbortSignal.timeout(60_000) }, { probes: ['load'] }];
    const answers = ask(haproxy.url, 6);
    await until(async () => Number((await haproxy.diagnose(load)).facts['full.sessionsMax']) >= 6, 'six at once');
    await haproxy.client.command('set maxconn server app/s1 2', limit);
    const more = ask(haproxy.url, 3);
    await until(async () => Number((await haproxy.diagnose(load)).facts['queue.length']) >= 3, 'three wait');

    const { causes, remediesOf } = await haproxy.diagnose(load);
    await haproxy.client.command('set maxconn server app/s1 20', limit);
    let isDone = false;
    const all = Promise.all([answers, more]).then(() => {
      isDone = true;
    });
    await until(async () => {
      for (const finish of waiting.splice(0)) finish();
      return isDone;
    }, 'all are answered');
    await all;

    assert.deepEqual(causes, ['servers-full']);
    assert.deepEqual(remediesOf('servers-full'), [{ action: 'set-maxconn-server', given: { backend: 'app', server: 's1', maxconn: 6 } }]);
  });

  it('a frontend at its limit, and the process not yet', async () => {
    const haproxy = await started({ global: 'maxconn 20', frontend: 'maxconn 8', sections: 'backend app\n  server s1 127.0.0.1:1' });
    const sockets = await openMany(haproxy.port, 12);
    await until(async () => Number((await haproxy.diagnose({ probes: ['load'] })).facts['front.sessions']) >= 8, 'eight sessions');

    const { causes, remediesOf } = await haproxy.diagnose({ probes: ['load', 'process'] });
    await haproxy.client.command('set maxconn frontend web 4', { timeoutMs: 3_000, signal: AbortSignal.timeout(60_000) });
    const lowered = await haproxy.diagnose({ probes: ['load'] });
    for (const socket of sockets) socket.destroy();

    assert.deepEqual([causes, remediesOf('frontend-full')], [['frontend-full'], []]);
    assert.deepEqual(lowered.remediesOf('frontend-full'), [{ action: 'set-maxconn-frontend', given: { frontend: 'web', maxconn: 8 } }]);
  });

  it('who makes the 5xx: one server of two, or HAProxy itself', async () => {
    const [good, bad] = [
      await site((_request, response) => void response.end('hello')),
      await site((_request, response) => void response.writeHead(500).end('oops')),
    ];
    const haproxy = await started({
      frontend: 'use_backend gone if { path /gone }\n  default_backend app',
      sections: `backend app\n  server s1 127.0.0.1:${String(good.port)}\n  server s2 127.0.0.1:${String(bad.port)}
backend gone\n  server g1 127.0.0.1:${String(await freePort())}`,
    });
    await haproxy.client.warm?.();
    await ask(haproxy.url, 40);
    const server = await haproxy.diagnose({ probes: ['servers', 'load', 'traffic'] });
    await ask(`${haproxy.url}/gone`, 40);
    const own = await haproxy.diagnose({ probes: ['traffic'] });

    assert.deepEqual([server.causes, server.facts['traffic.worstServer']], [['one-server-failing'], 'app/s2']);
    assert.ok(own.confirmed.includes('own-errors') && own.confirmed.includes('connect-errors'), String(own.confirmed));
    assert.ok(Number(own.facts['traffic.retries']) > 0);
  });

  it('denied requests, a full stick table, and an uneven balance', async () => {
    const [one, other] = [
      await site((_request, response) => void response.end('one')),
      await site((_request, response) => void response.end('other')),
    ];
    const haproxy = await started({
      frontend: `http-request deny if { path /deny }
  http-request track-sc0 hdr(x-user) table users
  default_backend app`,
      sections: `backend app\n  balance source\n  server s1 127.0.0.1:${String(one.port)}\n  server s2 127.0.0.1:${String(other.port)}
backend users\n  stick-table type string len 16 size 5 expire 10m`,
    });
    await haproxy.client.warm?.();
    await ask(`${haproxy.url}/deny`, 20);
    for (let user = 0; user < 8; user += 1)
      await fetch(haproxy.url, { headers: { 'x-user': `u${String(user)}` } }).then((each) => each.text());
    await ask(haproxy.url, 120);

    const { causes, facts } = await haproxy.diagnose({ probes: ['traffic', 'tables'] });

    assert.deepEqual([...causes].sort(), ['requests-denied', 'stick-table-full', 'uneven-balance']);
    assert.deepEqual([facts['traffic.deniedAt'], facts['tables.fullest']], ['web', 'users']);
  });

  it('old processes that long connections keep alive after reloads', async () => {
    const silent = await site(() => undefined);
    const haproxy = await started({
      hasMaster: true,
      sections: `backend app\n  timeout server 60s\n  server s1 127.0.0.1:${String(silent.port)}`,
    });
    const held: Socket[] = [];
    for (let times = 0; times < 3; times += 1) {
      const [socket] = await openMany(haproxy.port, 1);
      socket?.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
      if (socket !== undefined) held.push(socket);
      await until(async () => Number((await haproxy.diagnose({ probes: ['load'] })).facts['front.sessions']) >= 1, 'it is served');
      await haproxy.reload();
    }

    const { causes, facts } = await haproxy.diagnose({ probes: ['leftovers'] });
    for (const socket of held) socket.destroy();

    assert.deepEqual([causes, facts['leftovers.count']], [['reload-leftovers'], 3]);
  });
});
