import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { httpKind } from '../../../src/systems/http/system.ts';
import { contextOf, describeSystem } from '../../contracts/system.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { httpClient, httpEntry, startSite } from './site.ts';

const secret = 'a-token-nobody-may-see';

describeSystem(httpKind, {
  live: async () => {
    const site = await startSite((request, response) => {
      response.statusCode = request.headers.authorization === secret ? 200 : 401;
      response.end('ok');
    });
    return {
      entry: { id: 'site', kind: 'http', url: site.url, headers: { Authorization: { env: 'TOKEN' } } },
      secrets: [secret],
      resolveSecret: () => secret,
      stop: () => site.stop(),
    };
  },
  unreachable: {
    refused: {
      start: async () => ({ entry: { id: 'site', kind: 'http', url: `http://127.0.0.1:${String(await freePort())}/` } }),
      problem: 'refused',
    },
    'unknown name': {
      start: () => Promise.resolve({ entry: { id: 'site', kind: 'http', url: 'https://no-such-host.invalid/' } }),
      problem: 'dns',
    },
  },
  sampleArguments: {},
  rareFacts: ['certificate.*'],
  mayFail: ['network'],
});

describe('httpKind', () => {
  it('ends with the signal when nobody answers; that the port takes connections is known all the same', async () => {
    const peer = await startHangingPeer();
    const entry = httpEntry(`https://127.0.0.1:${String(peer.port)}/`);
    const client = httpClient(entry);
    const statusOf: Record<string, string> = {};
    for (const probe of httpKind.probes) statusOf[probe.name] = (await probe.look(client, {}, contextOf(entry, 400))).status;
    await peer.stop();

    assert.deepEqual(statusOf, { health: 'timeout', network: 'ok', certificate: 'timeout' });
  });

  it('changes nothing', () => {
    assert.deepEqual(httpKind.actions, []);
  });

  it('entry refuses a login in the address, a malformed pattern and what is not HTTP', () => {
    const base = { id: 'site', kind: 'http', url: 'http://127.0.0.1/' };
    for (const wrong of [{ url: 'http://user:pw@127.0.0.1/' }, { url: 'ftp://127.0.0.1/' }, { expectBody: '(' }, { expectStatus: '9xx' }])
      assert.equal(httpKind.entry.safeParse({ ...base, ...wrong }).success, false, JSON.stringify(wrong));
    assert.equal(httpKind.entry.safeParse({ ...base, expectStatus: [200, 301] }).success, true);
  });
});
