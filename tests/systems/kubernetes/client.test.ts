import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { z } from 'zod';
import { logInByProgram } from '../../../src/systems/kubernetes/exec-login.ts';
import { isForbidden, isNotFound } from '../../../src/systems/kubernetes/failure.ts';
import { readKubeconfig } from '../../../src/systems/kubernetes/kubeconfig.ts';
import { createLiveSource } from '../../../src/systems/kubernetes/live-source.ts';
import { createLogin } from '../../../src/systems/kubernetes/login.ts';
import { readCluster } from '../../../src/systems/kubernetes/read-cluster.ts';
import { readPodLogs } from '../../../src/systems/kubernetes/read-logs.ts';
import { createRequests } from '../../../src/systems/kubernetes/requests.ts';
import { pathOf } from '../../../src/systems/kubernetes/resources.ts';
import { freePort } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';
import { startApiPeer } from './api-peer.ts';
import { clientOf, entryOf, limit } from './scene.ts';

const pods = Array.from({ length: 600 }, (_, index) => ({ metadata: { name: `p${String(index)}`, namespace: 'shop' } }));
let directory = '';

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'zhiban-kubeconfig-'));
});
after(() => rm(directory, { recursive: true }));

async function kubeconfig(user: string, cluster = 'server: http://127.0.0.1:1'): Promise<string> {
  const path = join(directory, `config-${String(Math.random()).slice(2)}`);
  await writeFile(
    path,
    `clusters: [{ name: c, cluster: { ${cluster} } }]\nusers: [{ name: u, user: { ${user} } }]\ncontexts: [{ name: x, context: { cluster: c, user: u } }]\ncurrent-context: x\n`,
  );
  return path;
}

describe('createKubernetesClient()', () => {
  it('does nothing until it is asked, and tells a refused connection', async () => {
    const client = clientOf(entryOf({ url: `http://127.0.0.1:${String(await freePort())}` }));

    await assert.rejects(client.list('/api/v1/pods', limit(), 10), { problem: 'refused', stage: 'connect' });
  });

  it('lists page after page up to a limit, and says when there is more', async () => {
    const peer = await startApiPeer({ lists: { '/api/v1/pods': pods }, token: 't1' });
    const client = clientOf(entryOf({ url: peer.url, token: { env: 'X' } }), 't1');

    const all = await client.list('/api/v1/pods', limit(), 5_000);
    const some = await client.list('/api/v1/pods', limit(), 300);
    await peer.stop();

    assert.deepEqual([all.items.length, all.isTruncated, some.items.length, some.isTruncated], [600, false, 300, true]);
    assert.deepEqual(
      peer.asked.map(({ query }) => query.get('limit')),
      ['250', '250', '250', '250', '50'],
    );
  });

  it('shares a list between looks of the same moment, and not a failed one', async () => {
    const peer = await startApiPeer({ lists: { '/api/v1/pods': pods.slice(0, 3) } });
    const client = clientOf(entryOf({ url: peer.url }));

    await Promise.all([client.listShared('/api/v1/pods', limit(), 10), client.listShared('/api/v1/pods', limit(), 10)]);
    await assert.rejects(client.listShared('/api/v1/none', limit(), 10));
    await assert.rejects(client.listShared('/api/v1/none', limit(), 10));
    await peer.stop();

    assert.deepEqual(
      peer.asked.map(({ path }) => path),
      ['/api/v1/pods', '/api/v1/none', '/api/v1/none'],
    );
  });

  const statuses = {
    401: 'auth',
    403: 'no-permission',
    404: 'unsupported',
    409: 'reply',
    429: 'starting',
    503: 'starting',
    504: 'cancelled',
  };
  for (const [status, problem] of Object.entries(statuses))
    it(`answer ${status} is ${problem}`, async () => {
      const body = { kind: 'Status', message: 'as it says', reason: 'R' };
      const peer = await startApiPeer({ answers: { '/api/v1/x': [Number(status), body] } });
      const failure = await clientOf(entryOf({ url: peer.url }))
        .read('/api/v1/x', z.unknown(), limit())
        .catch((error: unknown) => error);
      await peer.stop();

      assert.ok(failure instanceof Error && 'problem' in failure);
      assert.equal(failure.problem, problem);
      assert.match(failure.message, /as it says/);
      assert.deepEqual([isForbidden(failure), isNotFound(failure)], [status === '403', status === '404']);
    });

  it('asks for a table of secrets, and keeps their names', async () => {
    const table = { rows: [{ cells: ['db', 'Opaque', 2, '3d'] }] };
    const peer = await startApiPeer({ answers: { '/api/v1/namespaces/shop/secrets': [200, table] } });

    const names = await clientOf(entryOf({ url: peer.url })).secretNames('shop', limit());
    await peer.stop();

    assert.deepEqual(names, [{ name: 'db', type: 'Opaque' }]);
    assert.match(peer.asked[0]?.headers.accept ?? '', /as=Table/);
    assert.equal(peer.asked[0]?.query.get('includeObject'), 'None');
  });
});

describe('readCluster()', () => {
  it('keeps to its namespaces, names what it may not see, and fails when that is all', async () => {
    const forbidden = [403, { kind: 'Status', message: 'no', reason: 'Forbidden' }] as const;
    const peer = await startApiPeer({
      lists: { '/api/v1/namespaces/shop/pods': pods.slice(0, 2) },
      answers: { '/api/v1/namespaces/shop/events': forbidden },
    });
    const client = clientOf(entryOf({ url: peer.url, namespaces: ['shop'] }));

    const view = await readCluster(client, ['pods', 'events', 'ingresses'], limit());
    await assert.rejects(readCluster(client, ['events'], limit()), { problem: 'no-permission' });
    await peer.stop();

    assert.deepEqual([view.casebook.all('pods').length, view.casebook.listedBy('events')], [2, null]);
    assert.deepEqual(view.blind, [
      { resource: 'events', reason: 'forbidden' },
      { resource: 'ingresses', reason: 'absent' },
    ]);
  });
});

describe('kubeconfig', () => {
  it('reads server, files beside it and data in it', async () => {
    await writeFile(join(directory, 'ca.pem'), 'THE CA');
    const cert = Buffer.from('CERT').toString('base64');
    const path = await kubeconfig(
      `client-certificate-data: ${cert}, client-key-data: ${cert}`,
      'server: "https://10.0.0.1:6443/k8s", certificate-authority: ca.pem, tls-server-name: api',
    );

    const place = await readKubeconfig(path, undefined);

    assert.equal(place.url.href, 'https://10.0.0.1:6443/k8s/');
    assert.deepEqual(place.tls, { insecure: false, ca: 'THE CA', servername: 'api', cert: 'CERT', key: 'CERT' });
  });

  const refused: readonly (readonly [string, string, string | undefined, RegExp])[] = [
    ['auth-provider: { name: gcp }', 'server: http://h', undefined, /auth-provider/],
    ['username: u, password: the-secret', 'server: http://h', undefined, /username and password/],
    ['token: t', 'server: http://h, proxy-url: http://p', undefined, /proxy/],
    ['token: t', 'server: nonsense', undefined, /clusters/],
    ['token: t', 'server: http://h', 'other', /no context 'other'/],
  ];
  for (const [user, cluster, context, message] of refused)
    it(`is refused with ${String(message)}`, async () => {
      const failure = await readKubeconfig(await kubeconfig(user, cluster), context).catch(String);

      assert.match(String(failure), message);
      assert.doesNotMatch(String(failure), /the-secret/);
    });

  it('a file that is gone or no YAML is told without what it holds', async () => {
    await assert.rejects(readKubeconfig(join(directory, 'none'), undefined), /ENOENT/);
    await writeFile(join(directory, 'broken'), 'users: [{ token: the-secret');
    await assert.rejects(
      readKubeconfig(join(directory, 'broken'), undefined),
      (error) => !String(error).includes('the-secret') && /not YAML/.test(String(error)),
    );
  });

  it('a program that logs in runs only where that is allowed, and its failure is told', async () => {
    const peer = await startApiPeer({ lists: { '/api/v1/pods': [] }, token: 'from-the-program' });
    const program = join(directory, 'login.sh');
    await writeFile(
      program,
      `#!/bin/sh\ntest "$1" = good || { echo "cannot log in: ask again" >&2; exit 3; }\necho '{"kind":"ExecCredential","status":{"token":"from-the-program"}}'\n`,
    );
    await chmod(program, 0o755);
    const good = await kubeconfig('exec: { command: ./login.sh, args: [good] }', `server: "${peer.url}"`);
    const bad = await kubeconfig('exec: { command: ./login.sh, args: [bad] }', `server: "${peer.url}"`);

    await assert.rejects(clientOf(entryOf({ kubeconfig: good })).list('/api/v1/pods', limit(), 1), /allowExec/);
    const listed = await clientOf(entryOf({ kubeconfig: good, allowExec: true })).list('/api/v1/pods', limit(), 1);
    const failed = clientOf(entryOf({ kubeconfig: bad, allowExec: true })).list('/api/v1/pods', limit(), 1);

    await assert.rejects(failed, { problem: 'auth', message: /failed \(3\): cannot log in/ });
    assert.deepEqual(listed.items, []);
    await peer.stop();
  });
});

describe('createLogin()', () => {
  it('keeps a token for a while, reads it again when it is refused later, and not at once', async () => {
    let nowMs = 0;
    let token = 'first';
    const clock = { now: () => nowMs, sleep: () => Promise.resolve() };
    const login = createLogin(entryOf({ url: 'https://10.0.0.1:6443', token: { file: '/x' } }), { clock, resolveSecret: () => token });

    const first = await login.session(limit());
    token = 'second';
    const kept = await login.session(limit());
    const isForgottenAtOnce = login.forget(kept);
    nowMs = 5_000;
    const isForgottenLater = login.forget(kept);
    const second = await login.session(limit());

    assert.deepEqual(
      [first.token, kept.token, isForgottenAtOnce, isForgottenLater, second.token],
      ['first', 'first', false, true, 'second'],
    );
    assert.equal((await login.at()).host, '10.0.0.1:6443');
  });

  it('sends what a request needs, and no more of an answer than is read', async () => {
    const peer = await startApiPeer({ answers: { '/big': [200, { text: 'x'.repeat(100) }] } });
    const { ask, parsed } = createRequests(createLogin(entryOf({ url: peer.url }), { clock: systemClock, resolveSecret: () => '' }));

    await ask({ method: 'DELETE', path: '/one', body: { a: 1 } }, limit());
    const cut = await ask({ method: 'GET', path: '/big', bytesMax: 20 }, limit());
    await peer.stop();

    assert.deepEqual([peer.asked[0]?.body, peer.asked[0]?.headers.authorization], [{ a: 1 }, undefined]);
    await assert.rejects(parsed(cut, '/big', z.unknown()), /with more than is read/);
  });

  it('takes what a program says for a secret, and no answer for none', async () => {
    const spec = (script: string) => ({ apiVersion: 'client.authentication.k8s.io/v1', command: 'sh', args: ['-c', script] });
    const answer = '{"kind":"ExecCredential","status":{"token":"t","expirationTimestamp":"2026-03-01T12:00:00Z"}}';

    const told = await logInByProgram(spec(`echo '${answer}'; test -n "$KUBERNETES_EXEC_INFO"`), directory, limit());

    assert.deepEqual(told, { token: 't', cert: null, key: null, untilMs: Date.parse('2026-03-01T12:00:00Z') });
    await assert.rejects(logInByProgram(spec('echo the-secret'), directory, limit()), (error) => !String(error).includes('the-secret'));
  });
});

describe('readPodLogs()', () => {
  it('reads the run before a restart too, and tells what cannot be read', async () => {
    const path = '/api/v1/namespaces/shop/pods/web/log';
    const peer = await startApiPeer({ answers: { [path]: [200, 'line'] } });
    const client = clientOf(entryOf({ url: peer.url }));
    const pod = (name: string) => ({
      metadata: { name, namespace: 'shop' },
      status: { containerStatuses: [{ name: 'app', restartCount: 2 }] },
    });

    const read = await readPodLogs(client, pod('web'), { tailLines: 10 }, limit());
    const unread = await readPodLogs(client, pod('gone'), { tailLines: 10 }, limit());
    await peer.stop();

    assert.deepEqual(
      read.map(({ text, isPrevious }) => [text, isPrevious]),
      [
        ['line', false],
        ['line', true],
      ],
    );
    assert.match(unread[0]?.reason ?? '', /404/);
  });
});

describe('createLiveSource()', () => {
  it('lists within a namespace, reads the kubelet off its lease, and is blind to what is elsewhere', async () => {
    const lease = { spec: { renewTime: '2020-01-01T00:00:00.000000Z' } };
    const other = { metadata: { name: 'p', namespace: 'other' } };
    const peer = await startApiPeer({
      lists: { '/api/v1/pods': [pods[0] ?? {}, other] },
      answers: { '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/n1': [200, lease] },
    });
    const source = createLiveSource(clientOf(entryOf({ url: peer.url })), limit());

    const listed = await source.ask({ verb: 'list', resource: 'pods', namespace: 'shop' });
    const kubelet = await source.ask({ verb: 'nodeService', node: 'n1', service: 'kubelet' });
    const blind = await Promise.all([
      source.ask({ verb: 'list', resource: 'nodes', namespace: '' }),
      source.ask({ verb: 'nodeService', node: 'n1', service: 'containerd' }),
      source.ask({ verb: 'anomalies' }),
    ]);
    await peer.stop();

    assert.deepEqual([listed?.objects.length, listed?.complete, kubelet?.nodeServices?.[0]?.isActive], [1, ['pods'], false]);
    assert.deepEqual(blind, [null, null, null]);
  });
});

describe('small things', () => {
  it('pathOf() knows what has a namespace', () => {
    assert.deepEqual(
      [pathOf('deployments', 'shop', 'web'), pathOf('pods', null), pathOf('nodes', 'shop', 'n1')],
      ['/apis/apps/v1/namespaces/shop/deployments/web', '/api/v1/pods', '/api/v1/nodes/n1'],
    );
  });
});
