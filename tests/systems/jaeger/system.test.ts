import { jaegerKind } from '../../../src/systems/jaeger/system.ts';
import { describeSystem } from '../../contracts/system.ts';
import { startJaeger } from '../../support/jaeger.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { startSite } from '../http/site.ts';
import { spansOf } from './scenes.ts';

const entry = { id: 'traces', kind: 'jaeger' };
const secret = 'the-bearer-of-this-must-not-be-seen';

describeSystem(jaegerKind, {
  live: async () => {
    const jaeger = await startJaeger();
    if (jaeger === null) return { skip: 'Jaeger is not built: run `node scripts/build-jaeger.ts`, which needs Go' };
    await jaeger.push(spansOf('healthy', Date.now()));
    return { entry: { ...entry, url: jaeger.url, adminUrl: jaeger.adminUrl }, stop: () => jaeger.stop() };
  },
  unreachable: {
    refused: { start: async () => ({ entry: { ...entry, url: `http://127.0.0.1:${String(await freePort())}` } }), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, url: 'http://no-such-host.invalid:16686' } }), problem: 'dns' },
    'refused login': {
      start: async () => {
        const site = await startSite((_request, response) => void response.writeHead(401).end('who are you'));
        const login = { bearer: { env: 'T' } };
        return { entry: { ...entry, url: site.url, ...login }, secrets: [secret], resolveSecret: () => secret, stop: () => site.stop() };
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
