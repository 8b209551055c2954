/** Real containers on a real engine, brought into each kind of trouble at once. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Docker, dockerMissing, startDocker } from '../../support/docker.ts';
import { freePort } from '../../support/peers.ts';
import { found, look, until, untilItPrints } from './with-docker.ts';

const secret = 'pass-of-the-database-8471';
/**
 * Takes more memory once it is told to: an end that comes before the engine watches for it is not told as one for want of memory. Its only
 * process is the one that takes it, for the engine does not tell of one that another outlives.
 */
const grows = `trap 'exec head -c 40000000 /dev/zero > /dev/shm/x' USR1; echo ready; while :; do sleep 0.1; done`;

describe('docker, on a real engine', { skip: dockerMissing ?? false, timeout: 300_000 }, () => {
  let docker: Docker;
  before(async () => {
    docker = await startDocker();
  });
  after(() => docker.stop());

  it('calm containers have no fault', async () => {
    await docker.run('shop', 'echo up; exec sleep 1000', {}, { Memory: 67_108_864, RestartPolicy: { Name: 'unless-stopped' } });
    await docker.run('job', 'exit 0');
    await until(docker, 'job', /"Status":"exited"/);

    const looks = await Promise.all(['daemon', 'containers', 'resources', 'events', 'disk'].map((name) => look(docker.url, name)));
    const facts = Object.assign({}, ...looks.map((each) => each.facts));

    assert.deepEqual(
      looks.map(({ status, reason }) => [status, reason ?? '']),
      looks.map(() => ['ok', '']),
    );
    assert.deepEqual(found(facts), []);
    assert.deepEqual([facts['containers.total'], facts['containers.running'], facts['images.count']], [2, 1, 1]);
  });

  it('each trouble is told by its own name', async () => {
    const healthy = {
      Healthcheck: { Test: ['CMD-SHELL', 'echo no route to the database; exit 1'], Interval: 1e9, Timeout: 10e9, Retries: 1 },
    };
    await Promise.all([
      docker.run('api', 'echo "FATAL: DB_URL is not set"; exit 3', {}, { RestartPolicy: { Name: 'always' } }),
      docker.run('cache', grows, {}, { Memory: 8_388_608 }),
      docker.run('sick', 'sleep 1000', healthy),
      docker.run('frozen', 'sleep 1000'),
      docker.run('worker', 'echo "lost the queue"; exit 4'),
      docker.run('halted', 'sleep 1000', {}, { RestartPolicy: { Name: 'unless-stopped' } }),
      assert.rejects(docker.run('typo', '', { Cmd: ['/bin/no-such-program'] }), /no-such-program/),
    ]);
    await docker.call('POST', 'containers/frozen/pause');
    await docker.call('POST', 'containers/halted/kill');
    await untilItPrints(docker, 'cache', /ready/);
    await docker.call('POST', 'containers/cache/kill?signal=USR1');
    // From the third restart on it is told as a loop also in the moments in which it is up.
    await until(docker, 'api', /"RestartCount":([3-9]|\d{2,})/);
    await until(docker, 'cache', /"OOMKilled":true/);
    await until(docker, 'sick', /"Status":"unhealthy"/);
    await until(docker, 'worker', /"Status":"exited"/);
    await until(docker, 'halted', /"Status":"exited"/);

    const { facts, headline } = await look(docker.url, 'containers');

    assert.deepEqual([...found(facts)].sort(), [
      'ended',
      'loop-application',
      'no-restart-policy',
      'oom-killed',
      'paused',
      'restart-loop',
      'start-command',
      'start-failed',
      'stopped',
      'unhealthy',
    ]);
    const names = ['loop', 'oom', 'sick', 'paused', 'ended', 'stopped', 'failed'].map((each) => facts[`${each}.name`]);
    assert.deepEqual(names, ['api', 'cache', 'sick', 'frozen', 'worker', 'halted', 'typo']);
    assert.deepEqual([facts['loop.exitCode'], facts['loop.lastLine']], [3, 'FATAL: DB_URL is not set']);
    assert.deepEqual([facts['ended.exitCode'], facts['ended.lastLine'], facts['ended.policy']], [4, 'lost the queue', 'no']);
    assert.deepEqual([facts['oom.limitMib'], facts['oom.suggestedMib']], [8, 12]);
    assert.equal(facts['sick.output'], 'no route to the database');
    assert.match(headline['zh-CN'], /有问题：api/);
  });

  it('limits are told before they are reached', async () => {
    // The smallest share there is: it is used up on the busiest of machines.
    await docker.run('slow', 'while :; do :; done', {}, { NanoCpus: 10_000_000 });
    await docker.run(
      'fat',
      'head -c 19500000 /dev/zero > /dev/shm/x; echo full; sleep 1000',
      {},
      { Memory: 20_971_520, MemorySwap: 41_943_040 },
    );
    await docker.run('forks', 'sleep 1000 & sleep 1000 & sleep 1000 & sleep 1000 & exec sleep 1000', {}, { PidsLimit: 5 });
    await untilItPrints(docker, 'fat', /full/);

    const { facts } = await look(docker.url, 'resources');

    assert.deepEqual(found(facts), ['memory-near-limit', 'cpu-throttled', 'pids-near-limit']);
    assert.deepEqual(
      [facts['memory.name'], facts['cpu.name'], facts['cpu.limit'], facts['pids.name'], facts['pids.limit']],
      ['fat', 'slow', 0.01, 'forks', 5],
    );
  });

  it('one container is looked at by name, without what is secret', async () => {
    await docker.run('keeper', `echo "ERROR login failed password=${secret}"; exec sleep 1000`, { Env: [`DB_PASSWORD=${secret}`] });
    const [output, inspected, processes, none] = await Promise.all([
      look(docker.url, 'output', { container: 'keeper' }),
      look(docker.url, 'inspect', { container: 'keeper' }),
      look(docker.url, 'processes', { container: 'keeper' }),
      look(docker.url, 'inspect', { container: 'no-such' }),
    ]);

    assert.match(output.headline.en, /^log of keeper: 1 entries/);
    assert.match(inspected.text, /environment \(names\): .*DB_PASSWORD/);
    assert.match(processes.text, /sleep 1000/);
    assert.equal(none.headline.en, 'there is no such container');
    assert.ok(![output, inspected, processes].some((each) => JSON.stringify(each).includes(secret)));
  });
});

describe('docker that can’t be reached', () => {
  it('names the missing socket, and not the daemon', async () => {
    const { facts, reason } = await look('unix:///nowhere/docker.sock', 'daemon');

    assert.deepEqual(found(facts), ['socket-missing']);
    assert.match(reason ?? '', /ENOENT \/nowhere\/docker\.sock/);
  });
  it('names the daemon that is gone behind its address', async () => {
    const { facts } = await look(`tcp://127.0.0.1:${String(await freePort())}`, 'daemon');

    assert.deepEqual(found(facts), ['daemon-gone']);
  });
});
