import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sortContainers } from '../../../src/systems/docker/judge-containers.ts';
import { type Container, containerSchema } from '../../../src/systems/docker/read-containers.ts';
import { standApart } from '../../../src/systems/docker/stand-apart.ts';

const nowMs = Date.parse('2026-11-29T02:00:00Z');
const running = { Status: 'running', Running: true, StartedAt: '2026-11-28T02:00:00Z' };
const exited = { Status: 'exited', ExitCode: 4, FinishedAt: '2026-11-29T01:00:00Z' };

interface Given {
  readonly state?: Readonly<Record<string, unknown>>;
  readonly host?: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly networks?: readonly string[];
  readonly mounts?: readonly string[];
}

function container(name: string, { state = running, host = {}, config = {}, networks = ['none'], mounts = [] }: Given = {}): Container {
  return containerSchema.parse({
    ...{ Id: `${name}-id`, Name: `/${name}`, State: state, Config: config, HostConfig: host },
    NetworkSettings: { Networks: Object.fromEntries(networks.map((each) => [each, {}])) },
    Mounts: mounts.map((Source) => ({ Type: 'bind', Source, Destination: '/x' })),
  });
}

const apart = (job: Container, other: Container): string => standApart(job, [job, other], sortContainers([job, other], [], nowMs));

describe('standApart()', () => {
  it('names what is well and shares nothing with the other', () => {
    assert.equal(apart(container('job', { state: exited }), container('web')), 'web');
    assert.equal(apart(container('job', { state: exited, networks: ['bridge'] }), container('web', { networks: ['bridge'] })), 'web');
    assert.equal(standApart(undefined, [], sortContainers([], [], nowMs)), '');
  });
  const labels = { Labels: { 'com.docker.compose.project': 'shop' } };
  const ties: Readonly<Record<string, readonly [Given, Given]>> = {
    'a network': [{ networks: ['shop'] }, { networks: ['shop', 'edge'] }],
    'the network of all, with a port to offer': [
      { networks: ['bridge'], config: { ExposedPorts: { '6379/tcp': {} } } },
      { networks: ['bridge'] },
    ],
    'a port of the host': [{ host: { PortBindings: { '80/tcp': [{ HostPort: '80' }] } } }, {}],
    'the network of the host': [{ host: { NetworkMode: 'host' }, networks: ['host'] }, {}],
    'a project': [{ config: labels }, { config: labels }],
    files: [{ mounts: ['/srv/rows'] }, { mounts: ['/srv/rows'] }],
    'a link': [{}, { host: { Links: ['/job:/web/job'] } }],
    'its volumes': [{}, { host: { VolumesFrom: ['job:ro'] } }],
    'its network namespace': [{}, { host: { NetworkMode: 'container:job-id' } }],
  };
  for (const [tie, [one, other]] of Object.entries(ties))
    it(`leaves out what is tied to it by ${tie}`, () =>
      assert.equal(apart(container('job', { state: exited, ...one }), container('web', other)), ''));
  for (const state of [
    exited,
    { ...running, Paused: true },
    { ...running, Restarting: true },
    { ...running, Health: { Status: 'unhealthy' } },
  ])
    it(`leaves out what is not well itself: ${JSON.stringify(state)}`, () =>
      assert.equal(apart(container('job', { state: exited }), container('web', { state })), ''));
});
