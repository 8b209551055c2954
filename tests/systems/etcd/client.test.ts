import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import { alarmsOf, anyAnswer, decimalOf, hexOf, statusAnswer } from '../../../src/systems/etcd/answers.ts';
import { askMembers } from '../../../src/systems/etcd/ask-members.ts';
import { createEtcdClient } from '../../../src/systems/etcd/client.ts';
import { parseMetrics, percentile99Ms, sumOf } from '../../../src/systems/etcd/metrics.ts';
import { freePort } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';
import { entryOf } from './scene.ts';

const limit = (timeoutMs = 3_000) => ({ timeoutMs, signal: AbortSignal.timeout(20_000) });

/** Answers by path, as etcd's gateway would; what was asked is kept. */
async function withGateway(
  answers: Readonly<Record<string, readonly [status: number, body: string]>>,
  play: (url: string, asked: readonly string[]) => Promise<void>,
): Promise<void> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url ?? ''} ${request.headers.authorization ?? '-'}`);
    const [status, body] = answers[request.url ?? ''] ?? [404, 'Not Found'];
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    await play(`http://127.0.0.1:${String(port)}`, asked);
  } finally {
    server.close();
  }
}

const plain = { clock: systemClock, resolveSecret: () => 'pw' };

describe('createEtcdClient()', () => {
  it('does nothing until it is asked', async () => {
    const client = createEtcdClient(entryOf(`http://127.0.0.1:${String(await freePort())}`), plain);

    await assert.rejects(client.call('/v3/maintenance/status', {}, statusAnswer, limit()), { problem: 'refused', stage: 'connect' });
  });

  it('logs in once, and again when its token is forgotten', async () => {
    const answers = {
      '/v3/auth/authenticate': [200, '{"token":"t1"}'],
      '/v3/kv/range': [401, '{"code":16,"message":"etcdserver: invalid auth token"}'],
      '/v3/maintenance/status': [200, '{}'],
    } as const;
    await withGateway(answers, async (url, asked) => {
      const client = createEtcdClient(entryOf(url, { username: 'a', password: { env: 'X' } }), plain);
      await client.call('/v3/maintenance/status', {}, anyAnswer, limit());
      await client.call('/v3/maintenance/status', {}, anyAnswer, limit());
      await assert.rejects(client.call('/v3/kv/range', {}, anyAnswer, limit()), { problem: 'auth' });

      assert.deepEqual(asked, [
        ...['/v3/auth/authenticate -', '/v3/maintenance/status t1', '/v3/maintenance/status t1'],
        ...['/v3/kv/range t1', '/v3/auth/authenticate -', '/v3/kv/range t1'],
      ]);
    });
  });

  const refusals = {
    'etcdserver: permission denied': 'no-permission',
    'etcdserver: authentication failed, invalid user ID or password': 'auth',
    'etcdserver: user name is empty': 'auth',
    'etcdserver: request timed out': 'cancelled',
    'etcdserver: mvcc: required revision has been compacted': 'reply',
  };
  for (const [message, problem] of Object.entries(refusals))
    it(`'${message}' is ${problem}`, async () => {
      await withGateway({ '/v3/x': [400, JSON.stringify({ message, code: 3 })] }, async (url) => {
        await assert.rejects(createEtcdClient(entryOf(url), plain).call('/v3/x', {}, anyAnswer, limit()), { problem });
      });
    });

  it('tells what is no etcd, and what this etcd does not have', async () => {
    const answers = { '/v3/x': [200, '<html>'], '/v3/y': [404, '404 page not found'], '/metrics': [404, ''] } as const;
    await withGateway(answers, async (url) => {
      const client = createEtcdClient(entryOf(url), plain);

      await assert.rejects(client.call('/v3/x', {}, anyAnswer, limit()), { problem: 'reply' });
      await assert.rejects(client.call('/v3/y', {}, anyAnswer, limit()), { problem: 'unsupported' });
      await assert.rejects(client.call('/v3/of-another-server', {}, anyAnswer, limit()), { problem: 'reply' });
      await assert.rejects(client.metrics(limit()), { problem: 'unsupported' });
    });
  });
});

describe('askMembers()', () => {
  it('asks the others at their own addresses, and tells who has not started', async () => {
    const away = `http://127.0.0.1:${String(await freePort())}`;
    const list = {
      members: [{ ID: '10', name: 'a', clientURLs: ['http://elsewhere:1'] }, { ID: '11', name: 'b', clientURLs: [away] }, { ID: '12' }],
    };
    const answers = {
      '/v3/cluster/member/list': [200, JSON.stringify(list)],
      '/v3/maintenance/status': [200, JSON.stringify({ header: { member_id: '10' }, leader: '10', dbSize: '77' })],
      '/health': [200, '{"health":"true"}'],
    } as const;
    await withGateway(answers, async (url) => {
      const asked = await askMembers(createEtcdClient(entryOf(url), plain), limit(), () => systemClock.now());

      assert.deepEqual(
        asked.map(({ id, status, reason }) => [id, status?.dbSize, reason === '' ? '' : reason.slice(0, 20)]),
        [
          ['a', 77, ''],
          ['b', undefined, 'Cannot use etcd at 1'],
          ['c', undefined, 'it has not started y'],
        ],
      );
      assert.ok(Math.abs(asked[0]?.clockOffsetSeconds ?? 99) <= 2);
    });
  });
});

describe('answers', () => {
  it('ids are written as etcdctl writes them, and read back', () => {
    assert.equal(hexOf('13668033151171901709'), 'bdae9bbc11dd390d');
    assert.equal(decimalOf('bdae9bbc11dd390d'), '13668033151171901709');
  });

  it('alarmsOf() reads alarms and nothing else', () => {
    const status = statusAnswer.parse({ errors: ['memberID:12 alarm:NOSPACE ', 'etcdserver: no leader'] });

    assert.deepEqual(alarmsOf(status), [{ memberId: '12', name: 'NOSPACE' }]);
  });
});

describe('metrics', () => {
  const text = (low: number, high: number): string =>
    `# HELP x\nx{a="1",b="q\\"}"} 2\nx{a="2"} 3\nd_bucket{le="0.01"} ${String(low)}\nd_bucket{le="0.5"} ${String(high)}\nd_bucket{le="+Inf"} ${String(high)}\nbroken`;

  it('sumOf() adds what fits', () => {
    const metrics = parseMetrics(text(0, 0));

    assert.deepEqual([sumOf(metrics, 'x'), sumOf(metrics, 'x', ({ a }) => a === '1'), sumOf(metrics, 'y')], [5, 2, null]);
  });

  it('percentile99Ms() is that of the time between, where an earlier look is given', () => {
    const [before, after] = [parseMetrics(text(1_000, 1_000)), parseMetrics(text(1_000, 1_005))];

    assert.equal(percentile99Ms(after, 'd'), 10);
    assert.equal(percentile99Ms(after, 'd', { before }), 500);
    assert.equal(percentile99Ms(after, 'd', { before, countMin: 20 }), null);
    assert.equal(percentile99Ms(after, 'none'), null);
  });
});
