import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseProcessSample } from '../../../src/systems/linux/parse/process.ts';
import { isOwnWork, topFacts, usagesBetween } from '../../../src/systems/linux/probes/cpu-usage.ts';
import { parseFileSizes } from '../../../src/systems/linux/probes/disk-usage.ts';
import { hostText, isServing, parseSockets } from '../../../src/systems/linux/probes/socket-table.ts';
import { linuxProbes } from '../../../src/systems/linux/probes.ts';
import { nobody } from '../../../src/systems/linux/sample.ts';
import { openHost } from './diagnose.ts';

const line = (pid: number, name: string, parent: number, ticks: number, start: number): string =>
  `${pid} (${name}) R ${parent} 1 1 0 -1 4194304 0 0 0 0 ${ticks} 0 0 0 20 0 1 0 ${start} 0 100 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0\n`;

describe('cpu', () => {
  const first = parseProcessSample(
    `${line(10, 'zhiban', 1, 500, 100)}${line(20, 'yes', 5, 1_000, 200)}${line(30, 'sleep', 5, 3, 300)}uptime 100.00 0\n`,
  );
  const second = parseProcessSample(
    `${line(10, 'zhiban', 1, 520, 100)}${line(20, 'yes', 5, 1_090, 200)}${line(30, 'sleep', 5, 3, 300)}${line(40, 'awk', 41, 9, 10_050)}${line(41, 'sh', 10, 1, 10_050)}${line(50, 'old', 5, 999, 5)}uptime 101.00 0\n`,
  );

  it('usagesBetween() counts what was used between the samples, and what was born between them', () => {
    assert.deepEqual(
      usagesBetween(first, second).map(({ process, cores }) => [process.name, cores]),
      [
        ['yes', 0.9],
        ['zhiban', 0.2],
        ['awk', 0.09],
        ['sh', 0.01],
      ],
    );
  });
  it('isOwnWork() knows Zhiban and the commands of its looks, and nothing that merely runs beside it', () => {
    const own = [...second.processes.values()].filter((process) => isOwnWork(process, second, 10)).map(({ name }) => name);

    assert.deepEqual(own, ['zhiban', 'awk', 'sh']);
    assert.equal(isOwnWork([...second.processes.values()][0] ?? assert.fail(), second, null), false);
  });
  it('topFacts() adds up processes of the same command line', () => {
    const { client } = openHost();
    const leaders = usagesBetween(first, second).map((usage) => ({
      ...usage,
      portrait: { ...nobody, pid: usage.process.pid, name: usage.process.name, command: 'worker' },
    }));

    const facts = topFacts(client, leaders, { cores: 2, busyCores: 1.2 });

    assert.equal(facts['cpu.group.count'], 4);
    assert.equal(facts['cpu.group.busyShareRatio'], 1);
    assert.equal(facts['cpu.top.machineRatio'], 0.45);
  });
});

describe('sockets', () => {
  const text = [
    'state 0A 2',
    'state 08 60',
    'listen 0100007F:1F90 00000003 77,78',
    'listen 00000000000000000000000001000000:0016 00000000 -',
    'closewait 77 60 0500000A:18EB',
    'peer 0100007F 0500000A:18EB 27000',
    'synsent 0600000A:0050 25',
    '@@limits',
    '3 2 127.0.0.1:8080',
    '@@netstat',
    'TcpExt: ListenOverflows ListenDrops',
    'TcpExt: 5 6',
    '@@range',
    '32768\t60999',
    '@@somaxconn',
    '4096',
    '@@conntrack',
    '100',
    '200',
    '@@uptime',
    '50.00 1.00',
  ].join('\n');

  it('parseSockets() reads addresses, queues and owners', () => {
    const table = parseSockets(text);

    assert.deepEqual(table.listeners[0], { address: '127.0.0.1', port: 8_080, queued: 3, backlog: 2, pids: [77, 78] });
    assert.deepEqual([table.listeners[1]?.address, table.listeners[1]?.port], ['::1', 22]);
    assert.deepEqual(table.closeWait, [{ pid: 77, count: 60, remote: '10.0.0.5:6379' }]);
    assert.deepEqual(
      [table.peers[0]?.count, table.portRange, table.somaxconn, table.conntrack.max, table.uptimeSeconds],
      [27_000, 28_232, 4_096, 200, 50],
    );
    assert.equal(table.counters.get('TcpExt:ListenOverflows'), 5);
    assert.deepEqual([isServing(table, 78), isServing(table, 79), isServing(table, 0)], [true, false, false]);
  });
  it('hostText() reads both families', () => {
    assert.equal(hostText('0100007F'), '127.0.0.1');
    assert.equal(hostText('0000000000000000FFFF00000100007F'), '127.0.0.1');
    assert.equal(hostText('B80D0120000000000000000001000000'), '2001:db8::1');
  });
});

describe('all probes', () => {
  it('parseFileSizes() counts blocks, so that a sparse file is as small as it is', () => {
    assert.deepEqual(parseFileSizes('8 1000000000 1700000000 12 /var/lib/sparse image\n'), [
      { path: '/var/lib/sparse image', bytes: 4_096, modifiedSeconds: 1_700_000_000 },
    ]);
  });
  it('declare distinct facts', () => {
    const names = linuxProbes.flatMap((probe) => (probe.facts ?? []).filter((name) => !name.startsWith('reach.')));

    assert.equal(new Set(names).size, names.length);
  });
});
