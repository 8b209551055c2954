import { dockerKind } from '../../../src/systems/docker/system.ts';
import { describeSystem } from '../../contracts/system.ts';
import { dockerMissing, startDocker } from '../../support/docker.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { startSite } from '../http/site.ts';

const entry = { id: 'engine', kind: 'docker' };
const secret = 'pass-of-the-database-8471';
const container = 'shop';

describeSystem(dockerKind, {
  live: async () => {
    if (dockerMissing !== null) return { skip: dockerMissing };
    const docker = await startDocker();
    const Env = [`DB_PASSWORD=${secret}`];
    await docker.run(container, `echo password=${secret}; exec sleep 1000`, { Env }, { Memory: 20_971_520 });
    return { entry: { ...entry, url: docker.url }, secrets: [secret], stop: () => docker.stop() };
  },
  unreachable: {
    'no socket': { start: () => Promise.resolve({ entry: { ...entry, url: 'unix:///nowhere/docker.sock' } }), problem: 'refused' },
    'nobody behind it': {
      start: async () => ({ entry: { ...entry, url: `tcp://127.0.0.1:${String(await freePort())}` } }),
      problem: 'refused',
    },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, url: 'tcp://no-such-host.invalid:2375' } }), problem: 'dns' },
    'a proxy that refuses': {
      start: async () => {
        const site = await startSite((_request, response) => void response.writeHead(403).end('Forbidden'));
        return { entry: { ...entry, url: site.url }, stop: () => site.stop() };
      },
      problem: 'auth',
    },
    'no TLS there': {
      start: async () => {
        const site = await startSite((_request, response) => void response.end());
        return { entry: { ...entry, url: site.url.replace('http:', 'tcp:'), tls: {} }, stop: () => site.stop() };
      },
      problem: 'tls',
    },
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { entry: { ...entry, url: `tcp://127.0.0.1:${String(peer.port)}` }, stop: () => peer.stop() };
  },
  sampleArguments: {
    'start-container': { container },
    'restart-container': { container },
    'unpause-container': { container },
    'stop-container': { container },
    'set-memory-limit': { container, mib: 64 },
    'set-cpu-limit': { container, cpus: 0.5 },
    'set-restart-policy': { container, policy: 'unless-stopped' },
    'prune-dangling-images': {},
  },
});
