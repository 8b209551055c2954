import assert from 'node:assert/strict';
import { once } from 'node:events';
import { utimes, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { until } from '../../support/child.ts';
import { freePort } from '../../support/peers.ts';
import { makeAuthority } from '../http/certificates.ts';
import { type Site, startSite } from '../http/site.ts';
import { ask, type Nginx, nginxMissing, startNginx } from './scene.ts';

const upstreamFaults = ['error-log', 'access-log', 'status'];

/** Opens connections that say only the beginning of a request. */
async function openHalf(port: number, count: number): Promise<readonly Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1'));
  for (const socket of sockets) socket.on('error', () => undefined);
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const socket of sockets) socket.write('GET /hello HTTP/1.1\r\nHost: a\r\nX-Slow: ');
  return sockets;
}

describe('nginxSignatures: what is behind it', { skip: nginxMissing ?? false }, () => {
  let [slow, cut, babble]: Site[] = [];
  const nginxes: Nginx[] = [];

  before(async () => {
    slow = await startSite(() => undefined);
    cut = await startSite((request) => void request.socket.destroy());
    babble = await startSite((request) => void request.socket.end('hello, who is there?\r\n\r\n'));
  });
  after(async () => {
    for (const nginx of nginxes) await nginx.stop();
    for (const site of [slow, cut, babble]) await site?.stop();
  });

  async function started(server: string, http = ''): Promise<Nginx> {
    const nginx = await startNginx({ server, http });
    nginxes.push(nginx);
    return nginx;
  }

  it('nothing is wrong with a healthy one that has served requests', async () => {
    const nginx = await started('');
    await ask(`${nginx.url}/hello`, 20);

    const { confirmed, likely, facts } = await nginx.diagnose();

    assert.deepEqual([confirmed, likely], [[], []]);
    assert.deepEqual([facts['access.requests'], facts['config.isValid'], facts['processes.workers']], [20, true, 1]);
  });

  it('an upstream whose process is gone, and that none is left', async () => {
    const dead = `127.0.0.1:${String(await freePort())}`;
    const other = `127.0.0.1:${String(await freePort())}`;
    const nginx = await started(
      'location /one { proxy_pass http://one; } location /two { proxy_pass http://two; }',
      `upstream one { server ${dead}; } upstream two { server ${dead}; server ${other}; }`,
    );

    assert.deepEqual(new Set(await ask(`${nginx.url}/one`, 6)), new Set([502]));
    const first = await nginx.diagnose({ probes: upstreamFaults });
    await ask(`${nginx.url}/two`, 3);
    const second = await nginx.diagnose({ probes: upstreamFaults });

    assert.deepEqual([first.causes, first.facts['log.upstream']], [['upstream-refused'], dead]);
    // What has no live upstream has one that refused before: that is the cause.
    assert.deepEqual(second.causes, ['upstream-refused']);
    assert.ok(Number(second.facts['log.count.noLiveUpstreams']) > 0);
    assert.equal(second.facts['access.share.502'], 1);
  });

  const cases: Readonly<Record<string, { readonly server: () => string; readonly status: number; readonly times?: number }>> = {
    'upstream-timeout': {
      server: () => `location /x { proxy_pass http://127.0.0.1:${String(slow?.port)}; proxy_read_timeout 100ms; }`,
      status: 504,
      times: 5,
    },
    'upstream-closes': { server: () => `location /x { proxy_pass http://127.0.0.1:${String(cut?.port)}; }`, status: 502 },
    'upstream-tls-failing': { server: () => `location /x { proxy_pass https://127.0.0.1:${String(babble?.port)}; }`, status: 502 },
    'resolver-failing': { server: () => 'location /x { set $where nowhere.invalid; proxy_pass http://$where; }', status: 502 },
    'permission-denied': { server: () => 'location /x { root /root; }', status: 403 },
    'body-too-large': { server: () => 'location /x { client_max_body_size 1; proxy_pass http://127.0.0.1:1; }', status: 413 },
  };
  for (const [expected, { server, status, times = 4 }] of Object.entries(cases)) {
    it(`seen in the error log: ${expected}`, async () => {
      const nginx = await started(server());
      const isUpload = expected === 'body-too-large';
      for (let index = 0; index < times; index += 1) {
        const answer = await fetch(`${nginx.url}/x`, isUpload ? { method: 'POST', body: 'too long' } : {});
        assert.equal(answer.status, status);
      }

      const { causes } = await nginx.diagnose({ probes: upstreamFaults });

      assert.deepEqual(causes, [expected]);
    });
  }

  it('its own limit of requests, and clients that give up waiting', async () => {
    const nginx = await started(
      `location = /limited { limit_req zone=z; alias /etc/hostname; }
       location /patient { proxy_pass http://127.0.0.1:${String(slow?.port)}; }`,
      'limit_req_zone $binary_remote_addr zone=z:64k rate=1r/m;',
    );
    for (let index = 0; index < 6; index += 1)
      await fetch(`${nginx.url}/patient`, { signal: AbortSignal.timeout(60) }).catch(() => undefined);
    await until(async () => Number((await nginx.diagnose({ probes: ['access-log'] })).facts['access.count.499']) === 6, 'six 499');

    const impatient = await nginx.diagnose({ probes: upstreamFaults });
    const statuses = await ask(`${nginx.url}/limited`, 8);
    const limited = await nginx.diagnose({ probes: upstreamFaults });

    assert.deepEqual(impatient.confirmed, ['many-499']);
    assert.equal(statuses.filter((status) => status === 503).length, 7);
    assert.deepEqual(limited.causes, ['rate-limited']);
  });
});

describe('nginxSignatures: its limits', { skip: nginxMissing ?? false }, () => {
  it('connections used up: worker_connections 16', async () => {
    const nginx = await startNginx({ events: 'worker_connections 16;' });
    const sockets = await openHalf(nginx.port, 40);
    await until(async () => /worker_connections are not enough/.test(await nginx.errors()), 'the limit is met');

    const { causes, confirmed } = await nginx.diagnose({ probes: ['error-log', 'status'] });
    for (const socket of sockets) socket.destroy();
    await nginx.stop();

    assert.ok(causes.includes('connections-used-up'), String(confirmed));
    assert.ok(!causes.includes('not-answering'));
  });

  it('slow clients hold half of the connections', async () => {
    const nginx = await startNginx({ events: 'worker_connections 100;' });
    const sockets = await openHalf(nginx.port, 60);
    await until(
      async () => (await nginx.client.status({ timeoutMs: 5_000, signal: AbortSignal.timeout(5_000) })).reading >= 60,
      'all read',
    );

    const { causes, facts } = await nginx.diagnose();
    for (const socket of sockets) socket.destroy();
    await nginx.stop();

    assert.deepEqual([causes, facts['config.connectionsMax']], [['slow-clients'], 100]);
  });

  it('descriptors used up, and a limit of them below the connections', async () => {
    const nginx = await startNginx({ main: 'worker_rlimit_nofile 20;' });
    const sockets = await openHalf(nginx.port, 30);
    await until(async () => /Too many open files/.test(await nginx.errors()), 'the limit is met');
    for (const socket of sockets) socket.destroy();

    const { causes, facts } = await nginx.diagnose();
    await nginx.stop();

    assert.deepEqual([...causes].sort(), ['descriptors-below-connections', 'descriptors-used-up']);
    assert.equal(facts['processes.descriptorsMax'], 20);
  });

  it('a log on a full disk, a worker that crashes, and one that is stopped', async () => {
    const nginx = await startNginx({ server: 'location /full { access_log /dev/full; return 200; }' });
    await ask(`${nginx.url}/full`, 1);
    const full = await nginx.diagnose({ probes: ['error-log'] });
    const worker = await workerOf(nginx);
    process.kill(worker, 'SIGSEGV');
    await until(async () => /exited on signal 11/.test(await nginx.errors()), 'the worker is gone');
    const crashed = await nginx.diagnose({ probes: ['error-log'] });
    await until(async () => (await workerOf(nginx)) !== worker, 'another worker');
    process.kill(await workerOf(nginx), 'SIGSTOP');
    await until(async () => (await nginx.diagnose({ probes: ['processes'] })).facts['processes.stopped'] === 1, 'it is stopped');
    const stopped = await nginx.diagnose({ probes: ['status', 'processes'] });
    process.kill(await workerOf(nginx), 'SIGCONT');
    await nginx.stop();

    assert.deepEqual(full.causes, ['disk-full']);
    assert.ok(crashed.causes.includes('worker-crashing'), String(crashed.causes));
    assert.deepEqual(stopped.causes, ['workers-stopped']);
  });
});

/** As if some time had passed since nginx was started. */
async function changeLater(path: string): Promise<void> {
  const laterSeconds = Date.now() / 1_000 + 30;
  await utimes(path, laterSeconds, laterSeconds);
}

/** The newest child of our own master. */
async function workerOf(nginx: Nginx): Promise<number> {
  const { evidence } = await nginx.diagnose({ probes: ['processes'] });
  return Number(/^(\d+) .* nginx: worker process$/m.exec(evidence[0]?.text ?? '')?.[1] ?? 0);
}

describe('nginxSignatures: its configuration and certificates', { skip: nginxMissing ?? false }, () => {
  it('a change that is not loaded, a broken one, and that it would not start again', async () => {
    const nginx = await startNginx();
    await nginx.write({ server: 'location /new { return 204; }' });
    await changeLater(join(nginx.directory, 'nginx.conf'));
    const changed = await nginx.diagnose({ words: 'the new page of edge is not there, was the configuration reloaded?' });
    const unasked = await nginx.diagnose({ probes: ['config', 'processes'] });
    await nginx.write({ server: 'locatoin /new { }' });
    const broken = await nginx.diagnose();
    await nginx.child.stop();
    const gone = await nginx.diagnose();
    await nginx.stop();

    assert.deepEqual(changed.causes, ['config-not-loaded']);
    assert.deepEqual([unasked.confirmed, unasked.likely], [[], []]);
    assert.deepEqual(broken.causes, ['config-broken']);
    assert.match(String(broken.facts['config.error']), /unknown directive "locatoin"/);
    assert.deepEqual(gone.causes, ['could-not-start']);
  });

  it('old workers that a long connection each keeps alive', async () => {
    const slow = await startSite((_request, response) => void response.write('begin'));
    const nginx = await startNginx({ server: `location /long { proxy_pass http://127.0.0.1:${String(slow.port)}; proxy_buffering off; }` });
    const ends: AbortController[] = [];
    for (let index = 0; index < 3; index += 1) {
      const end = new AbortController();
      ends.push(end);
      const worker = await workerOf(nginx);
      const answer = await fetch(`${nginx.url}/long`, { signal: end.signal });
      void answer.text().catch(() => undefined);
      nginx.hup();
      await until(async () => ![0, worker].includes(await workerOf(nginx)), 'a new worker');
    }

    const { causes, facts } = await nginx.diagnose({ probes: ['processes', 'config', 'status'] });
    for (const end of ends) end.abort();
    await slow.stop();
    await nginx.stop();

    assert.deepEqual([causes, facts['processes.shuttingDown']], [['old-workers-linger'], 3]);
  });

  it('certificates: expired, for another name, and renewed on disk only', async () => {
    const authority = await makeAuthority();
    const nginx = await startNginx();
    const [expired, fine] = [
      await authority.issue({ to: '20200201000000Z', names: 'DNS:old.example.com' }),
      await authority.issue({ names: 'DNS:*.example.com' }),
    ];
    const place = async (name: string, pair: typeof fine): Promise<string> => {
      await writeFile(join(nginx.directory, `${name}.pem`), pair.cert);
      await writeFile(join(nginx.directory, `${name}.key`), pair.key);
      return `ssl_certificate ${nginx.directory}/${name}.pem; ssl_certificate_key ${nginx.directory}/${name}.key;`;
    };
    const server = (names: string, certificate: string, port: number): string =>
      `server { listen 127.0.0.1:${String(port)} ssl; server_name ${names}; ${certificate} }`;
    const [one, two] = [await freePort(), await freePort()];
    const good = server('a.example.com *.example.com _', await place('fine', fine), one);

    await nginx.write({ http: `${good} ${server('old.example.com', await place('old', expired), two)}` });
    const past = await nginx.diagnose({ probes: ['certificates'] });
    await nginx.write({ http: `${good} ${server('www.a.example.com', await place('old', fine), two)}` });
    const wrong = await nginx.diagnose({ probes: ['certificates'] });
    await nginx.write({ http: good });
    const first = await workerOf(nginx);
    nginx.hup();
    await until(async () => ![0, first].includes(await workerOf(nginx)), 'a new worker');
    const loaded = await nginx.diagnose({ probes: ['certificates'] });
    await changeLater(join(nginx.directory, 'fine.pem'));
    const renewed = await nginx.diagnose({ probes: ['certificates'] });
    const second = await workerOf(nginx);
    nginx.hup();
    await until(async () => ![0, second].includes(await workerOf(nginx)), 'another worker');
    await place('fine', await authority.issue({ names: 'DNS:*.example.com' }));
    const atOnce = await nginx.diagnose({ probes: ['certificates'] });
    await nginx.stop();
    await authority.remove();

    assert.ok(past.causes.includes('certificate-expired'), String(past.causes));
    assert.ok(wrong.causes.includes('certificate-name-mismatch'), String(wrong.causes));
    assert.deepEqual([wrong.facts['certificates.mismatchName'], wrong.facts['certificates.mismatches']], ['www.a.example.com', 1]);
    assert.deepEqual([loaded.causes, renewed.causes], [[], ['certificate-not-loaded']]);
    assert.deepEqual(atOnce.causes, ['certificate-not-loaded']);
  });
});
