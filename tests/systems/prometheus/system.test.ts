import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPrometheusClient } from '../../../src/systems/prometheus/client.ts';
import { prometheusKind } from '../../../src/systems/prometheus/system.ts';
import { describeSystem } from '../../contracts/system.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { startPrometheus } from '../../support/prometheus.ts';
import { systemClock } from '../../support/system-clock.ts';
import { startSite } from '../http/site.ts';
import { prometheusEntry } from './diagnose.ts';

const entry = { id: 'metrics', kind: 'prometheus' };
const secret = 'the-bearer-of-this-must-not-be-seen';

describeSystem(prometheusKind, {
  live: async () => {
    const port = await freePort();
    const server = await startPrometheus({
      targets: [{ job: 'self', address: `127.0.0.1:${String(port)}` }],
      rules: 'groups: [{ name: g, rules: [{ alert: AlwaysFiring, expr: vector(1) > 0 }] }]',
      port,
    });
    await server.until('ALERTS{alertstate="firing"}', (values) => values.length > 0);
    return { entry: { ...entry, url: server.url }, stop: () => server.stop() };
  },
  unreachable: {
    refused: { start: async () => ({ entry: { ...entry, url: `http://127.0.0.1:${String(await freePort())}` } }), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, url: 'http://no-such-host.invalid:9090' } }), problem: 'dns' },
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
  rareFacts: ['reach.*', 'alert.*'],
});

describe('prometheusKind', () => {
  it('changes nothing', () => {
    assert.deepEqual(prometheusKind.actions, []);
  });

  it('sends its login with every request, and keeps the path of its address', async () => {
    const asked: string[] = [];
    const site = await startSite((request, response) => {
      asked.push(`${request.headers.authorization ?? ''} ${request.url ?? ''}`);
      response.end('{"status":"success","data":{"activeTargets":[]}}');
    });
    const limit = { timeoutMs: 2_000, signal: AbortSignal.timeout(5_000) };

    const basic = prometheusEntry(`${site.url}/select/0/prometheus`, { username: 'ops', password: { env: 'P' } });
    const open = (entryGiven: typeof basic, given: string) =>
      createPrometheusClient(entryGiven, { clock: systemClock, resolveSecret: () => given });
    await open(basic, 'pw').page('/-/ready', limit);
    await open(prometheusEntry(site.url, { bearer: { env: 'B' } }), 'token').page('/-/ready', limit);
    await site.stop();

    assert.deepEqual(asked, [`Basic ${Buffer.from('ops:pw').toString('base64')} /select/0/prometheus/-/ready`, 'Bearer token /-/ready']);
  });
});
