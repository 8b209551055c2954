import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { hostKind } from '../../../src/systems/host/system.ts';
import { checkLinux } from '../../../src/systems/linux/check.ts';
import { LinuxFailure } from '../../../src/systems/linux/failure.ts';
import { percentText, tableText } from '../../../src/systems/linux/format.ts';
import { linuxProbe } from '../../../src/systems/linux/linux-probe.ts';
import { maskCommand } from '../../../src/systems/linux/mask-command.ts';
import { newMarker, readFiles, sectionsOf, splitByMarker } from '../../../src/systems/linux/read-files.ts';
import { portraitOf, serviceOf } from '../../../src/systems/linux/sample.ts';
import { expectationOf } from '../../../src/systems/linux/settings.ts';
import { openHost } from './diagnose.ts';

describe('maskCommand()', () => {
  const cases: readonly (readonly [given: string, shown: string])[] = [
    ['redis-server\u0000*:6379', 'redis-server *:6379'],
    ['app --password=hunter2 --port 80', 'app --password=*** --port 80'],
    ['app --db-password hunter2 -v', 'app --db-password *** -v'],
    ['mysql -uroot -phunter2 shop', 'mysql -uroot -p*** shop'],
    ['redis-cli -h x -a hunter2 ping', 'redis-cli -h x -a *** ping'],
    ['worker postgres://app:hunter2@db/shop', 'worker postgres://app:***@db/shop'],
    ['curl -u admin:hunter2 http://x', 'curl -u admin:*** http://x'],
    ['env API_KEY=hunter2 SECRET_TOKEN="hunter2 two" run', 'env API_KEY=*** SECRET_TOKEN=*** run'],
    ['curl -H Authorization: Bearer hunter2', 'curl -H Authorization: ***'],
  ];
  for (const [given, shown] of cases) it(`shows ${shown}`, () => assert.equal(maskCommand(given), shown));
  it('is bounded', () => assert.equal(maskCommand('x'.repeat(5_000)).length, 240));
});

describe('files in one round trip', () => {
  it('splitByMarker() can not be fooled by content', () => {
    const marker = newMarker();
    const text = `\n${marker}/a\none\n@@0000000000000000:/b\nfaked\n\n${marker}/c\n\n${marker}end\n`;

    assert.deepEqual(
      [...splitByMarker(text, marker)],
      [
        ['/a', 'one\n@@0000000000000000:/b\nfaked\n'],
        ['/c', ''],
      ],
    );
    assert.notEqual(marker, newMarker());
  });
  it('readFiles() leaves out what is not there', async () => {
    const host = openHost();
    const files = await readFiles(host.client.exec, ['/proc/uptime', '/nowhere'], { timeoutMs: 5_000, signal: host.context().signal });

    assert.deepEqual([...files.keys()], ['/proc/uptime']);
    assert.match(files.get('/proc/uptime') ?? '', /^\d+\.\d+ /);
  });
  it('sectionsOf() reads headings with and without a value', () => {
    assert.deepEqual(
      [...sectionsOf('@@uptime 5.0\n@@dmesg\n[1.0] a\n@@denied')],
      [
        ['uptime', '5.0\n'.trim()],
        ['dmesg', '[1.0] a'],
        ['denied', ''],
      ],
    );
  });
});

describe('settings', () => {
  it('refuse what would let an action reach too far', () => {
    for (const settings of [
      { cleanPaths: ['/'] },
      { cleanPaths: ['/var'] },
      { cleanPaths: ['/var/log/../..'] },
      { cleanPaths: ['logs'] },
      { logs: ['relative.log'] },
      { services: [{ name: 'a b' }] },
      { services: [{ name: 'a', restart: { systemd: '--force' } }] },
      { services: [{ name: 'a', restart: { command: [] } }] },
      { services: [{ name: 'a', restart: { command: ['sh', 'a\nb'] } }] },
    ])
      assert.equal(hostKind.entry.safeParse({ id: 'x', kind: 'host', ...settings }).success, false, JSON.stringify(settings));
  });
  it('expectationOf() reads every way to write a check', () => {
    assert.deepEqual(expectationOf({ name: 'redis' }), { port: null, process: 'redis' });
    assert.deepEqual(expectationOf({ name: 'redis', check: 6_379 }), { port: 6_379, process: null });
    assert.deepEqual(expectationOf({ name: 'redis', check: 'redis-server' }), { port: null, process: 'redis-server' });
    assert.deepEqual(expectationOf({ name: 'redis', check: { port: 6_379, process: 'redis-server' } }), {
      port: 6_379,
      process: 'redis-server',
    });
  });
});

describe('portraits and answers', () => {
  it('serviceOf() names only services that can be restarted', () => {
    const { client } = openHost({
      services: [
        { name: 'a', check: 'worker-a' },
        { name: 'b', check: 'worker-b', restart: { systemd: 'b.service' } },
      ],
    });

    assert.equal(serviceOf(client, '/usr/bin/worker-a', 'worker-a'), '');
    assert.equal(serviceOf(client, '/usr/bin/worker-b --x', 'worker-b'), 'b');
    assert.equal(portraitOf(undefined, new Map(), 5).pid, 0);
  });
  it('linuxProbe() turns a failure into an answer and lets a broken assumption through', async () => {
    const host = openHost();
    const probeOf = (see: () => Promise<never>) =>
      linuxProbe({
        name: 'x',
        summary: { 'zh-CN': '试', en: 'try' },
        parameters: z.strictObject({}),
        timeoutMs: 1_000,
        cost: 'cheap',
        query: 'q',
        facts: ['a'],
        see,
      });

    const denied = await probeOf(() => Promise.reject(new LinuxFailure('no right', { status: 'denied' }))).look(
      host.client,
      {},
      host.context(),
    );
    const lost = await probeOf(() => Promise.reject(new LinuxFailure('gone', { status: 'unreachable', problem: 'reset' }))).look(
      host.client,
      {},
      host.context(),
    );

    assert.deepEqual([denied.status, denied.reason, denied.facts], ['denied', 'no right', {}]);
    assert.deepEqual([lost.status, lost.problem, lost.facts['reach.isOk']], ['unreachable', 'reset', false]);
    await assert.rejects(() => probeOf(() => Promise.reject(new TypeError('a bug'))).look(host.client, {}, host.context()), TypeError);
    assert.equal(new LinuxFailure('x', { status: 'unreachable', problem: 'reset' }).retry, 'now');
  });
  it('checkLinux() says what the account may see', async () => {
    const host = openHost();

    assert.equal((await checkLinux(host.client, host.context()))[0]?.level, 'ok');
  });
  it('numbers read as people say them', () => {
    assert.deepEqual([percentText(0.031), percentText(0.5), percentText(0)], ['3.1%', '50%', '0%']);
    assert.equal(tableText(['A', 'B'], [['long', 1]]), 'A     B\nlong  1');
  });
});
