import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkHaproxy, levelOf } from '../../../src/systems/haproxy/check.ts';
import { type HaproxyEntry, haproxyKind } from '../../../src/systems/haproxy/system.ts';
import { contextOf, describeSystem } from '../../contracts/system.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { startSite } from '../http/site.ts';
import { type Haproxy, haproxyClient, haproxyEntry, haproxyMissing, startHaproxy, thisMachine } from './scene.ts';

const entry = { id: 'lb', kind: 'haproxy' };

describeSystem(haproxyKind, {
  live: async () => {
    if (haproxyMissing !== null) return { skip: haproxyMissing };
    const site = await startSite((_request, response) => void response.end('hello'));
    const haproxy = await startHaproxy({ sections: `backend app\n  server s1 127.0.0.1:${String(site.port)}` });
    return {
      entry: { ...haproxy.entry },
      host: thisMachine,
      async stop() {
        await haproxy.stop();
        await site.stop();
      },
    };
  },
  unreachable: {
    'refused page': {
      start: async () => ({ entry: { ...entry, url: `http://127.0.0.1:${String(await freePort())}/stats` } }),
      problem: 'refused',
    },
    'refused socket': { start: async () => ({ entry: { ...entry, socket: `127.0.0.1:${String(await freePort())}` } }), problem: 'refused' },
    'no socket file': { start: () => Promise.resolve({ entry: { ...entry, socket: '/nowhere/haproxy.sock' } }), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, socket: 'no-such-host.invalid:9999' } }), problem: 'dns' },
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { entry: { ...entry, socket: `127.0.0.1:${String(peer.port)}` }, stop: () => peer.stop() };
  },
  sampleArguments: {
    'set-server-state': { backend: 'app', server: 's1', state: 'drain' },
    'set-server-weight': { backend: 'app', server: 's1', weight: 10 },
    'set-maxconn-server': { backend: 'app', server: 's1', maxconn: 10 },
    'set-maxconn-frontend': { frontend: 'web', maxconn: 100 },
    'set-health-checks': { backend: 'app', server: 's1', checks: 'off' },
  },
});

describe('haproxyKind', { skip: haproxyMissing ?? false }, () => {
  let haproxy: Haproxy;
  before(async () => {
    haproxy = await startHaproxy({ sections: 'backend app\n  server s1 127.0.0.1:1' });
  });
  after(() => haproxy.stop());

  it('wants a socket or a page, and neither a login in it nor a relative path', () => {
    const wrong = [{}, { socket: 'haproxy.sock' }, { url: 'http://a:b@127.0.0.1/stats' }, { socket: '/run/a\nb' }];

    for (const more of wrong) assert.equal(haproxyKind.entry.safeParse({ ...entry, ...more }).success, false, JSON.stringify(more));
  });

  it('with the page alone it tells servers and traffic, and says what only the socket tells', async () => {
    const given = haproxyEntry({ url: haproxy.statsUrl, username: 'zhiban', password: { env: 'P' } });
    const client = haproxyClient(given, 'pw');
    const looks = [];
    for (const probe of haproxyKind.probes)
      looks.push([probe.name, (await probe.look(client, probe.parameters.parse({}), contextOf(given, 8_000))).status]);

    assert.deepEqual(looks, [
      ['servers', 'ok'],
      ['load', 'ok'],
      ['traffic', 'ok'],
      ['process', 'failed'],
      ['tables', 'failed'],
      ['leftovers', 'failed'],
    ]);
  });

  it('a wrong login is told, and not shown', async () => {
    const given = haproxyEntry({ url: haproxy.statsUrl, username: 'zhiban', password: { env: 'P' } });
    const look = await haproxyKind.probes[0]?.look(haproxyClient(given, 'a-wrong-password'), {}, contextOf(given, 8_000));

    assert.deepEqual([look?.status, look?.problem], ['denied', 'auth']);
    assert.ok(!JSON.stringify(look).includes('a-wrong-password'));
  });

  it('doctor hears of a socket that can do more, or less, than is wanted', async () => {
    const words = async (given: HaproxyEntry): Promise<string> =>
      (await checkHaproxy(haproxyClient(given, 'pw'), contextOf(given, 8_000))).map(({ level, text }) => `${level} ${text.en}`).join('\n');

    assert.equal(await words(haproxy.entry), 'ok can be looked at, 1 servers');
    assert.match(
      await words(haproxyEntry({ socket: haproxy.socket, actionsEnabled: false })),
      /warn this stats socket is admin level: it can change things/,
    );
    assert.match(
      await words(haproxyEntry({ socket: haproxy.operatorSocket })),
      /warn this stats socket is operator level: every action will be refused/,
    );
    assert.match(
      await words(haproxyEntry({ url: haproxy.statsUrl, username: 'zhiban', password: { env: 'P' } })),
      /warn there is no 'socket'/,
    );
    assert.match(await words(haproxyEntry({ socket: join('/nowhere', 'sock') })), /^fail Cannot use the socket/);
    assert.equal(await levelOf(haproxy.client, { timeoutMs: 3_000, signal: new AbortController().signal }), 'admin');
  });
});
