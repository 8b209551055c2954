import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { checkNginx } from '../../../src/systems/nginx/check.ts';
import { nginxKind } from '../../../src/systems/nginx/system.ts';
import { contextOf, describeSystem } from '../../contracts/system.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { startSite } from '../http/site.ts';
import { ask, type Nginx, nginxClient, nginxEntry, nginxMissing, startNginx, thisMachine } from './scene.ts';

const entry = { id: 'edge', kind: 'nginx' };
const secret = 'the-password-of-this-must-not-be-seen';

describeSystem(nginxKind, {
  live: async () => {
    if (nginxMissing !== null) return { skip: nginxMissing };
    const nginx = await startNginx();
    await ask(`${nginx.url}/hello`, 3);
    return { entry: { ...nginx.entry }, host: thisMachine, stop: () => nginx.stop() };
  },
  unreachable: {
    refused: {
      start: async () => ({ entry: { ...entry, url: `http://127.0.0.1:${String(await freePort())}/status` } }),
      problem: 'refused',
    },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, url: 'http://no-such-host.invalid/status' } }), problem: 'dns' },
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { entry: { ...entry, url: `http://127.0.0.1:${String(peer.port)}/status` }, stop: () => peer.stop() };
  },
  sampleArguments: { reload: {} },
});

describe('nginxKind', { skip: nginxMissing ?? false }, () => {
  let nginx: Nginx;
  before(async () => {
    nginx = await startNginx();
  });
  after(() => nginx.stop());

  it('refuses an address with a login in it and a relative path', () => {
    assert.equal(nginxKind.entry.safeParse({ ...entry, url: 'http://a:b@127.0.0.1/status' }).success, false);
    assert.equal(nginxKind.entry.safeParse({ ...entry, url: 'http://127.0.0.1/status', errorLog: 'error.log' }).success, false);
  });

  it('a page that wants a login is told from one that is not there, and the login is sent and never shown', async () => {
    let seen = '';
    const site = await startSite((request, response) => {
      seen = request.headers.authorization ?? '';
      response.writeHead(request.url === '/forbidden' ? 403 : 200).end('<html>hello</html>');
    });
    const looks = [];
    for (const path of ['forbidden', 'other']) {
      const given = nginxEntry(`${site.url}/${path}`, '/nowhere', { username: 'zhiban', password: { env: 'P' } });
      const [status] = nginxKind.probes;
      looks.push(await status?.look(nginxClient(given, secret), { windowMs: 200 }, contextOf(given, 5_000)));
    }
    await site.stop();

    assert.deepEqual(
      looks.map((look) => [look?.status, look?.facts['reach.problem']]),
      [
        ['denied', 'auth'],
        ['failed', 'missing'],
      ],
    );
    assert.equal(seen, `Basic ${Buffer.from(`zhiban:${secret}`).toString('base64')}`);
    assert.ok(!JSON.stringify(looks).includes(secret));
  });

  it('doctor hears what is closed to us', async () => {
    const words = async (given: typeof nginx.entry, host?: typeof thisMachine): Promise<readonly string[]> =>
      (await checkNginx(nginxClient(given), contextOf(given, 20_000, host))).map(({ level, text }) => `${level} ${text.en}`);
    const lost = nginxEntry(nginx.entry.url, nginx.directory, {
      binary: '/nowhere/nginx',
      accessLog: '/nowhere/access.log',
      pidFile: '/nowhere/pid',
    });

    const [well = [], hostless = [], ill = []] = [
      await words(nginx.entry, thisMachine),
      await words(nginx.entry),
      await words(lost, thisMachine),
    ];

    assert.match(
      well.join('\n'),
      /^ok stub_status is readable, \d+ connections\nok error log \S+\/error\.log \(set\), .*program \S+ \(as nginx has it\).*$/,
    );
    assert.match(hostless.join('\n'), /warn 'runsOn' is missing/);
    assert.match(ill.join('\n'), /no file \/nowhere\/access\.log[\s\S]*set 'binary'[\s\S]*set 'pidFile'/);
  });
});
