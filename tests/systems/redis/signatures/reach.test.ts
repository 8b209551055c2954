import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { reachSignatures } from '../../../../src/systems/redis/signatures/reach.ts';
import { freePort } from '../../../support/peers.ts';
import { startRedis } from '../../../support/redis.ts';
import { diagnose, redisClient, redisEntry } from '../diagnose.ts';
import { withRedis } from '../with-redis.ts';

const run = promisify(execFile);

async function lookAt(url: string, more: Readonly<Record<string, unknown>> = {}): Promise<readonly string[]> {
  const entry = redisEntry(url, more);
  const client = redisClient(entry);
  try {
    return (await diagnose(client, entry)).causes;
  } finally {
    await client.close();
  }
}

describe('reachSignatures', () => {
  it('are all seen by the server probe', () => {
    assert.ok(reachSignatures.every((signature) => signature.probes.includes('server')));
  });

  it('refused, unknown name and refused login are three faults', async (test) => {
    const locked = await startRedis({ config: { requirepass: 'pw' } });
    test.after(() => locked.stop());

    assert.deepEqual(await lookAt(`redis://127.0.0.1:${String(await freePort())}`), ['process-gone']);
    assert.deepEqual(await lookAt('redis://no-such-host.invalid:6379'), ['name-not-resolved']);
    assert.deepEqual(await lookAt(locked.url), ['credentials-refused']);
  });

  it('a stopped process takes connections and does not answer', async () => {
    await withRedis({}, async ({ server, look }) => {
      server.signal('SIGSTOP');
      const stopped = await look({ probes: ['server', 'memory', 'clients'] });
      server.signal('SIGCONT');
      const resumed = await look({ settleMs: 200 });

      assert.deepEqual(stopped.causes, ['not-answering']);
      assert.deepEqual(resumed.confirmed, []);
    });
  });

  it('CLIENT PAUSE ALL is told from a process that hangs', async () => {
    await withRedis({}, async ({ server, look }) => {
      await (await server.connect()).call('CLIENT', 'PAUSE', '20000', 'ALL');

      assert.deepEqual((await look({ probes: ['server', 'memory'] })).causes, ['paused']);
    });
  });

  it('a script that holds Redis is told from both', async () => {
    await withRedis({ config: { 'busy-reply-threshold': '200' } }, async ({ server, look }) => {
      const redis = await server.connect();
      redis.eval('while true do end', 0).catch(() => undefined);
      await sleep(500);

      const seen = await look({ probes: ['server', 'memory', 'slowlog'] });
      await (await server.connect()).call('SCRIPT', 'KILL');

      assert.deepEqual(seen.causes, ['busy-script']);
    });
  });

  it('a dataset that is being loaded', async () => {
    await withRedis(
      { config: { 'key-load-delay': '300', save: '3600 1', 'loading-process-events-interval-bytes': '1024' } },
      async ({ server, look }) => {
        const redis = await server.connect();
        await redis.eval("for i=1,60000 do redis.call('set', 'k:'..i, 'x') end", 0);
        await redis.save();
        await server.restart();

        const seen = await look({ probes: ['server', 'persistence'] });

        assert.deepEqual(seen.causes, ['loading']);
      },
    );
  });

  it('a certificate that is not trusted is a fault of TLS', async (test) => {
    const directory = await mkdtemp(join(tmpdir(), 'zhiban-tls-'));
    test.after(() => rm(directory, { recursive: true }));
    const [key, certificate] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
    await run('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
      '-keyout',
      key,
      '-out',
      certificate,
    ]);
    const port = await freePort();
    const server = await startRedis({
      config: {
        'tls-port': String(port),
        'tls-cert-file': certificate,
        'tls-key-file': key,
        'tls-ca-cert-file': certificate,
        'tls-auth-clients': 'no',
      },
    });
    test.after(() => server.stop());

    assert.deepEqual(await lookAt(`rediss://127.0.0.1:${String(port)}`), ['tls-failed']);
    assert.deepEqual(await lookAt(`rediss://127.0.0.1:${String(port)}`, { tls: { caFile: certificate } }), []);
  });
});
