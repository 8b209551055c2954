import assert from 'node:assert/strict';
import { it } from 'node:test';
import { containerdEntry } from '../../../src/systems/containerd/entry.ts';
import { containerdKind } from '../../../src/systems/containerd/system.ts';
import { hostKind } from '../../../src/systems/host/system.ts';
import { sshKind } from '../../../src/systems/ssh/system.ts';
import { describeSystem } from '../../contracts/system.ts';
import { containerdMissing, startContainerd } from '../../support/containerd.ts';
import { thisMachine } from './scene.ts';

const secret = 'pass-of-the-database-8471';

describeSystem(containerdKind, {
  live: async () => {
    if (containerdMissing !== null) return { skip: containerdMissing };
    const containerd = await startContainerd();
    await containerd.run('web', 'exec sleep 100000', '--env', `DB_PASSWORD=${secret}`, '--memory-limit', '20971520');
    const host = thisMachine();
    return {
      entry: { id: 'runtime', kind: 'containerd', runsOn: 'here', socket: containerd.socket },
      secrets: [secret],
      host,
      stop: async () => {
        await containerd.stop();
        await host.close();
      },
    };
  },
  sampleArguments: { 'resume-task': { namespace: 'shop', container: 'web' } },
  sampleFacts: { 'paused.namespace': 'shop', 'paused.container': 'web' },
  rareFacts: ['reach.*'],
  hostKinds: [hostKind, sshKind] as never,
});

it('containerdEntry wants a host, and takes no name that is an option or leads elsewhere', () => {
  const isTaken = (more: Readonly<Record<string, unknown>>): boolean =>
    containerdEntry.safeParse({ id: 'x', kind: 'containerd', runsOn: 'here', ...more }).success;

  assert.equal(isTaken({}), true);
  assert.equal(isTaken({ runsOn: undefined }), false);
  assert.equal(isTaken({ socket: '/run/../etc/x' }), false);
  assert.equal(isTaken({ socket: 'run/x' }), false);
  assert.equal(isTaken({ namespaces: ['k8s.io', 'moby'] }), true);
  assert.equal(isTaken({ namespaces: ['--help'] }), false);
  assert.equal(containerdEntry.parse({ id: 'x', kind: 'containerd', runsOn: 'here' }).socket, '/run/containerd/containerd.sock');
});
