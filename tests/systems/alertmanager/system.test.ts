import { alertmanagerKind } from '../../../src/systems/alertmanager/system.ts';
import { describeSystem } from '../../contracts/system.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { startSite } from '../http/site.ts';
import { configuration, startAlertmanagerOf } from './server.ts';

const entry = { id: 'am', kind: 'alertmanager' };
const secret = 'the-bearer-of-this-must-not-be-seen';

describeSystem(alertmanagerKind, {
  live: async () => {
    const hook = await startSite((_request, response) => void response.end());
    const server = await startAlertmanagerOf({ configuration: configuration(hook.url) });
    await server.fire({ alertname: 'Sample', severity: 'warning' });
    return {
      entry: { ...entry, url: server.url },
      async stop() {
        await server.stop();
        await hook.stop();
      },
    };
  },
  unreachable: {
    refused: { start: async () => ({ entry: { ...entry, url: `http://127.0.0.1:${String(await freePort())}` } }), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, url: 'http://no-such-host.invalid:9093' } }), problem: 'dns' },
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
  sampleArguments: {
    'create-silence': { matchers: 'alertname="Sample"', minutes: 30, comment: 'a test' },
    'expire-silence': { id: 'dbcca2a5-332a-43eb-af5b-40525f9595f5' },
  },
  sampleFacts: {
    'alerts.hiddenById': 'dbcca2a5-332a-43eb-af5b-40525f9595f5',
    'silences.broadId': 'dbcca2a5-332a-43eb-af5b-40525f9595f5',
    'alerts.topName': 'Sample',
  },
});
