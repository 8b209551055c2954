/** Every action on a real engine: done, verified and undone, as Docker itself tells. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ActionArguments } from '../../../src/domain/plan.ts';
import { dockerActions } from '../../../src/systems/docker/actions.ts';
import { dockerKind } from '../../../src/systems/docker/system.ts';
import { type Acting, acting } from '../../support/acting.ts';
import { type Docker, dockerMissing, image, startDocker } from '../../support/docker.ts';
import { freeCommand } from '../../support/free-command.ts';
import { clientOf, entryOf, stateOf, until } from './with-docker.ts';

/** Ends when it is told to, which the first process of a container doesn't by itself. */
const served = 'trap "exit 0" TERM; while :; do sleep 1000 & wait; done';

describe('actions of docker', { skip: dockerMissing ?? false, timeout: 300_000 }, () => {
  let docker: Docker;
  before(async () => {
    docker = await startDocker();
    await Promise.all([
      docker.run('web', served, {}, { Memory: 67_108_864, MemorySwap: 134_217_728, NanoCpus: 500_000_000 }),
      docker.run('free', 'exec sleep 1000'),
      docker.run('brief', 'exit 1'),
      docker.run('gone', 'exec sleep 1000', {}, { AutoRemove: true }),
    ]);
  });
  after(() => docker.stop());

  function act(name: string, given: ActionArguments): Acting {
    const action = dockerActions.find((each) => each.name === name) ?? assert.fail(name);
    return acting(action, given, clientOf(docker.url), entryOf(docker.url));
  }

  async function hostOf(name: string): Promise<Readonly<Record<string, unknown>>> {
    const { HostConfig } = await stateOf(docker, name);
    return typeof HostConfig === 'object' && HostConfig !== null ? { ...HostConfig } : {};
  }

  it('set-memory-limit keeps what may be swapped besides, and its undo brings both back', async () => {
    const action = act('set-memory-limit', { container: 'web', mib: 96 });

    const recorded = await action.run();
    const during = await hostOf('web');
    await action.undo(recorded);
    const afterwards = await hostOf('web');

    assert.deepEqual([during.Memory, during.MemorySwap], [100_663_296, 167_772_160]);
    assert.deepEqual([afterwards.Memory, afterwards.MemorySwap], [67_108_864, 134_217_728]);
    assert.deepEqual(recorded, { Memory: 67_108_864, MemorySwap: 134_217_728 });
  });

  it('dockerCommands read what docker shows, and change with an undo', async () => {
    const ask = (words: string) => freeCommand(dockerKind, words, clientOf(docker.url), entryOf(docker.url));
    const printed = async (words: string): Promise<string> => (await ask(words)).output();

    assert.match(await printed('docker ps'), /^[0-9a-f]{12} web zhiban-test:1 Up/m);
    assert.match(await printed('ps -a'), /brief/);
    assert.match(await printed('images'), /zhiban-test:1/);
    assert.match(await printed('version'), /API/);
    assert.match(await printed('inspect web'), /memory limit: 67108864/);
    assert.match(await printed('inspect nobody'), /no such container/);
    assert.match(await printed('top web'), /sleep/);
    await assert.rejects(printed('logs --tail 5 nobody'), /404|No such container/);
    const { action, given } = await ask('update --memory 96m web');
    const update = acting(action, given, clientOf(docker.url), entryOf(docker.url));
    const recorded = await update.run();
    assert.equal((await hostOf('web')).Memory, 100_663_296);
    await update.undo(recorded);
    assert.equal((await hostOf('web')).Memory, 67_108_864);
  });

  it('set-cpu-limit and set-restart-policy are undone exactly', async () => {
    const cpus = act('set-cpu-limit', { container: 'web', cpus: 1.5 });
    const policy = act('set-restart-policy', { container: 'web', policy: 'unless-stopped' });

    const [cpusBefore, policyBefore] = [await cpus.run(), await policy.run()];
    const during = await hostOf('web');
    await policy.undo(policyBefore);
    await cpus.undo(cpusBefore);
    const afterwards = await hostOf('web');

    assert.deepEqual([during.NanoCpus, during.RestartPolicy], [1_500_000_000, { Name: 'unless-stopped', MaximumRetryCount: 0 }]);
    assert.deepEqual([afterwards.NanoCpus, afterwards.RestartPolicy], [500_000_000, { Name: 'no', MaximumRetryCount: 0 }]);
  });

  it('unpause-container, stop-container and start-container are each other’s undo', async () => {
    await docker.call('POST', 'containers/web/pause');
    const unpause = act('unpause-container', { container: 'web' });
    const unpaused = await unpause.run();
    await unpause.undo(unpaused);
    await until(docker, 'web', /"Status":"paused"/);
    await unpause.run();

    await docker.call('POST', 'containers/web/kill');
    await until(docker, 'web', /"Status":"exited"/);
    const start = act('start-container', { container: 'web' });
    const started = await start.run();
    await until(docker, 'web', /"Status":"running"/);
    await start.undo(started);

    await until(docker, 'web', /"Status":"exited"/);
    assert.equal(started.status, 'exited');
    await start.run();
  });

  it('restart-container knows by its start whether it is done, and has no undo', async () => {
    const { State } = await stateOf(docker, 'web');
    const restart = act('restart-container', { container: 'web' });

    const recorded = await restart.run();

    assert.equal(recorded.startedAt, typeof State === 'object' && State !== null && 'StartedAt' in State ? State.StartedAt : '');
    assert.equal(await restart.isApplied(recorded), true);
    assert.ok('impossible' in (dockerActions.find(({ name }) => name === 'restart-container')?.undo ?? {}));
  });

  it('prune-dangling-images removes those and leaves the rest', async () => {
    // An image loses its name to another of the same one.
    await docker.call('POST', 'commit?container=brief&repo=built&tag=1', {});
    await docker.call('POST', 'commit?container=brief&repo=built&tag=1&comment=again', {});
    const prune = act('prune-dangling-images', {});

    const recorded = await prune.run();

    const images = JSON.stringify(await docker.call('GET', 'images/json'));
    assert.equal(recorded.count, 1);
    assert.ok(images.includes('built:1') && images.includes(image));
    assert.equal((await prune.precheck()).state, 'already');
  });

  const refused: Readonly<Record<string, readonly [name: string, given: ActionArguments, why: RegExp]>> = {
    'a limit where there is none': ['set-memory-limit', { container: 'free', mib: 64 }, /no limit now/],
    'what does not run can’t be restarted': ['restart-container', { container: 'brief' }, /does not run/],
    'stopping what would be removed with its data': ['stop-container', { container: 'gone' }, /--rm/],
    'no such container': ['start-container', { container: 'nobody' }, /no container nobody/],
  };
  for (const [claim, [name, given, why]] of Object.entries(refused))
    it(`blocked: ${claim}`, async () => {
      const precheck = await act(name, given).precheck();

      assert.ok(precheck.state === 'blocked', precheck.state);
      assert.match(precheck.reason.en, why);
    });
  it('blocked: a memory limit below what is in use', async () => {
    await docker.run('full', 'head -c 30000000 /dev/zero > /dev/shm/x; touch /full; exec sleep 1000', {}, { Memory: 67_108_864 });
    const isFull = (): Promise<boolean> =>
      docker.call('HEAD', 'containers/full/archive?path=/full').then(
        () => true,
        () => false,
      );
    while (!(await isFull()));

    const precheck = await act('set-memory-limit', { container: 'full', mib: 16 }).precheck();

    assert.ok(precheck.state === 'blocked', precheck.state);
    assert.match(precheck.reason.en, /MiB are in use/);
  });
  it('takes no name that leads elsewhere', () => {
    for (const { name, arguments: schema } of dockerActions.filter(({ name }) => name !== 'prune-dangling-images'))
      assert.equal(schema.safeParse({ container: '../images/prune' }).success, false, name);
  });
});
