import { lokiKind } from '../../../src/systems/loki/system.ts';
import { describeSystem } from '../../contracts/system.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { startSite } from '../http/site.ts';
import { startLoki, startRecorded } from './recorded.ts';

const entry = { id: 'loki', kind: 'loki', tenant: 'team-a' };
const secret = 'the-bearer-of-this-must-not-be-seen';

describeSystem(lokiKind, {
  live: async () => {
    const server = (await startLoki()) ?? (await startRecorded('healthy'));
    return { entry: { ...entry, url: server.url }, stop: () => server.stop() };
  },
  unreachable: {
    refused: { start: async () => ({ entry: { ...entry, url: `http://127.0.0.1:${String(await freePort())}` } }), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, url: 'http://no-such-host.invalid:3100' } }), problem: 'dns' },
    'refused login': {
      start: async () => {
        const site = await startSite((_request, response) => void response.writeHead(401).end('no org id'));
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
  // A recording knows no queries of another minute.
  mayFail: ['query'],
});
