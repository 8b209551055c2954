import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { victorialogsKind } from '../../../src/systems/victorialogs/system.ts';
import { describeSystem } from '../../contracts/system.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { startVictoriaLogs, victoriaLogsMissing } from '../../support/victoria-logs.ts';
import { startSite } from '../http/site.ts';
import { steadyLines } from './diagnose.ts';

const entry = { id: 'vlogs', kind: 'victorialogs' };
const secret = 'the-bearer-of-this-must-not-be-seen';

describeSystem(victorialogsKind, {
  live: async () => {
    if (victoriaLogsMissing !== null) return { skip: victoriaLogsMissing };
    const server = await startVictoriaLogs();
    await server.push(steadyLines(30, 0));
    return { entry: { ...entry, url: server.url }, stop: () => server.stop() };
  },
  unreachable: {
    refused: { start: async () => ({ entry: { ...entry, url: `http://127.0.0.1:${String(await freePort())}` } }), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, url: 'http://no-such-host.invalid:9428' } }), problem: 'dns' },
    'refused login': {
      start: async () => {
        const site = await startSite((_request, response) => void response.writeHead(401).end('Unauthorized'));
        return {
          entry: { ...entry, url: site.url, bearer: { env: 'T' } },
          secrets: [secret],
          resolveSecret: () => secret,
          stop: () => site.stop(),
        };
      },
      problem: 'auth',
    },
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { entry: { ...entry, url: `http://127.0.0.1:${String(peer.port)}` }, stop: () => peer.stop() };
  },
  sampleArguments: {},
});

describe('victorialogsKind', () => {
  it('refuses an address with a login in it, and a tenant that is none', () => {
    const url = 'http://u:p@localhost:9428';

    assert.equal(victorialogsKind.entry.safeParse({ ...entry, url }).success, false);
    assert.equal(victorialogsKind.entry.safeParse({ ...entry, url: 'http://a:1', tenant: 'team-a' }).success, false);
  });
});
