import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkDocker } from '../../../src/systems/docker/check.ts';
import { createDockerClient } from '../../../src/systems/docker/client.ts';
import { readFrames } from '../../../src/systems/docker/frames.ts';
import { conflictOf, mostNotable, sortContainers } from '../../../src/systems/docker/judge-containers.ts';
import { diskFacts } from '../../../src/systems/docker/probes/disk.ts';
import { eventFacts } from '../../../src/systems/docker/probes/events.ts';
import { usageFacts, usageOf } from '../../../src/systems/docker/probes/resources.ts';
import { type Container, containerSchema, nameOf } from '../../../src/systems/docker/read-containers.ts';
import { readEvents } from '../../../src/systems/docker/read-events.ts';
import { contextOf } from '../../contracts/system.ts';
import { systemClock } from '../../support/system-clock.ts';
import { startSite } from '../http/site.ts';
import { entryOf } from './with-docker.ts';

const nowMs = Date.parse('2026-11-29T02:00:00Z');
const ago = (seconds: number): string => new Date(nowMs - seconds * 1_000).toISOString();

function container(
  name: string,
  state: Readonly<Record<string, unknown>>,
  host: Readonly<Record<string, unknown>> = {},
  more = {},
): Container {
  return containerSchema.parse({ Id: name, Name: `/${name}`, State: state, Config: {}, HostConfig: host, ...more });
}

describe('sortContainers()', () => {
  const failed = { Status: 'exited', ExitCode: 1, FinishedAt: ago(60) };
  const old = container('old', { ...failed, FinishedAt: ago(200_000) });
  const crashed = container('crashed', failed);
  const killed = container('killed', { ...failed, ExitCode: 137 });
  const between = container('between', { Status: 'running', Running: true, StartedAt: ago(3) }, {}, { RestartCount: 7 });
  const settled = container('settled', { Status: 'running', Running: true, StartedAt: ago(7_200) }, {}, { RestartCount: 7 });
  const event = (action: string, name: string, secondsAgo: number) => ({
    action,
    name,
    atMs: nowMs - secondsAgo * 1_000,
    exitCode: null,
    signal: '',
  });

  it('tells what crashed from what was stopped, and leaves the past alone', () => {
    const events = [event('start', 'killed', 900), event('kill', 'killed', 61), event('die', 'killed', 60)];

    const { exited, stopped } = sortContainers([old, crashed, killed], events, nowMs);

    assert.deepEqual([exited.map(nameOf), stopped.map(nameOf)], [['crashed'], ['killed']]);
  });
  it('a signal that tells a program something has not stopped it', () => {
    const told = { ...event('kill', 'crashed', 61), signal: '10' };

    const { exited, stopped } = sortContainers([crashed], [told, event('die', 'crashed', 60)], nowMs);

    assert.deepEqual([exited.map(nameOf), stopped.map(nameOf)], [['crashed'], []]);
  });
  it('a container between two ends loops, one that has settled does not', () => {
    const sorted = sortContainers([settled, between], [], nowMs);

    assert.deepEqual(sorted.looping.map(nameOf), ['between']);
    assert.equal(mostNotable([settled, between], sorted), between);
  });
  it('an event of memory is remembered where the state is not', () => {
    const { oomKilled } = sortContainers([between], [event('oom', 'between', 5)], nowMs);

    assert.deepEqual(oomKilled.map(nameOf), ['between']);
  });
});

describe('conflictOf()', () => {
  const cases: Readonly<Record<string, string | null>> = {
    'driver failed programming external connectivity on endpoint web (1f): Bind for 0.0.0.0:8080 failed: port is already allocated': '8080',
    'driver failed programming external connectivity: Error starting userland proxy: listen tcp4 0.0.0.0:443: bind: address already in use':
      '443',
    'exec: "/x": no such file or directory': null,
  };
  for (const [error, port] of Object.entries(cases))
    it(`${String(port)} of '${error.slice(0, 40)}…'`, () =>
      assert.equal(conflictOf(container('web', { Status: 'created', Error: error })), port));
});

describe('pure parts', () => {
  it('readFrames() puts the parts of both streams together, and leaves a terminal’s output as it is', () => {
    const frame = (stream: number, text: string): Buffer => {
      const head = Buffer.alloc(8);
      head[0] = stream;
      head.writeUInt32BE(Buffer.byteLength(text), 4);
      return Buffer.concat([head, Buffer.from(text)]);
    };

    assert.equal(readFrames(Buffer.concat([frame(1, 'über\n'), frame(2, `${'x'.repeat(300)}\n`)])), `über\n${'x'.repeat(300)}\n`);
    assert.equal(readFrames(Buffer.from('plain\n')), 'plain\n');
    assert.equal(readFrames(frame(1, 'cut off').subarray(0, 11)), 'cut');
  });
  it('usageOf() leaves cache out of memory, and knows both ways to limit the CPU', () => {
    const stats = (seconds: number) => ({
      cpu_stats: { cpu_usage: { total_usage: seconds * 5e8 }, throttling_data: { periods: seconds * 10, throttled_periods: seconds * 8 } },
      memory_stats: { usage: 100, stats: { inactive_file: 40 } },
      pids_stats: { current: 9, limit: 10 },
    });
    const limits = { Memory: 120, NanoCpus: 0, CpuQuota: 50_000, CpuPeriod: 100_000 };

    const usage = usageOf('x', stats(1), stats(2), 1, limits);

    assert.deepEqual([usage.memoryBytes, usage.cpus, usage.cpuLimit, usage.throttledRatio, usage.pidsLimit], [60, 0.5, 0.5, 0.8, 10]);
    assert.deepEqual([usageFacts([usage])['memory.ratio'], usageFacts([])['usage.containers']], [0.5, 0]);
  });
  it('eventFacts() counts turns from bad to good', () => {
    const turn = ['unhealthy', 'healthy', 'unhealthy', 'healthy'].map((state, at) => ({
      ...{ action: `health_status: ${state}`, name: 'api', atMs: at, exitCode: null, signal: '' },
    }));

    assert.deepEqual(
      [eventFacts(turn)['events.flaps'], eventFacts(turn)['events.flapsName'], eventFacts([])['events.flaps']],
      [2, 'api', 0],
    );
  });
  it('diskFacts() counts only what nobody uses, and finds a container without its image', () => {
    const facts = diskFacts({
      Images: [
        { Id: 'a', Size: 100, SharedSize: 30, Containers: 0, RepoTags: ['<none>:<none>'] },
        { Id: 'b', Size: 100, SharedSize: 0, Containers: 1, RepoTags: null },
        { Id: 'c', Size: 100, SharedSize: 0, Containers: 0, RepoTags: ['x:1'] },
      ],
      Containers: [{ Names: ['/lost'], SizeRw: 5, State: 'exited', ImageID: 'z' }],
    });

    assert.deepEqual([facts['images.dangling'], facts['disk.danglingBytes'], facts['images.orphanName']], [1, 70, 'lost']);
  });
});

describe('a proxy before the engine', () => {
  it('checkDocker() finds out whether it can be written to, and says what that means', async () => {
    const asked: string[] = [];
    const answer = { read: 403 };
    const site = await startSite((request, response) => {
      asked.push(`${String(request.method)} ${String(request.url)}`);
      if (request.method === 'POST') response.writeHead(answer.read).end('{"message":"no such container"}');
      else response.end('[]');
    });
    const entry = entryOf(site.url);
    const client = createDockerClient(entry, { clock: systemClock, resolveSecret: () => '' });
    const textsOf = async (actionsEnabled: boolean): Promise<string> => {
      const checks = await checkDocker(client, contextOf({ ...entry, actionsEnabled }, 5_000));
      return checks.map(({ level, text }) => `${level} ${text.en}`).join('\n');
    };
    try {
      assert.match(await textsOf(true), /warn it is read-only: every action will be refused/);
      assert.match(await textsOf(false), /ok read-only/);
      answer.read = 404;
      assert.match(await textsOf(false), /is root on that machine.*open over TCP without TLS.*put a read-only proxy before it/s);
      assert.deepEqual(await readEvents(client, 0, 1_000, { timeoutMs: 5_000, signal: AbortSignal.timeout(5_000) }), []);
    } finally {
      await site.stop();
    }
  });
});
