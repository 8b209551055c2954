import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Facts } from '../../../src/domain/evidence.ts';
import { cpuFaults } from '../../../src/systems/linux/signatures/cpu.ts';
import { signatureOf } from '../../../src/systems/linux/signatures/fault.ts';
import { linuxSignatures } from '../../../src/systems/linux/signatures.ts';
import { sshSignatures } from '../../../src/systems/ssh/signatures.ts';
import { judgeFacts } from '../nats/judge-facts.ts';
import busy from './busy-machine.json' with { type: 'json' };
import { findFaults, judge, judgeSignature } from './diagnose.ts';

/** Recorded on two cores with a load of seven, all of it honest work: builds, tests, a workflow engine. */
const working: Facts = busy;
const idle: Facts = {
  ...working,
  'cpu.busyRatio': 0.03,
  'cpu.load1': 0.1,
  'cpu.loadPerCore': 0.05,
  'cpu.psiSome10': 0,
  'cpu.psiSome60': 0,
  'cpu.running': 0,
};

const hog: Facts = {
  'cpu.busyRatio': 0.99,
  'cpu.group.busyShareRatio': 0.95,
  'cpu.group.machineRatio': 0.94,
  'cpu.group.count': 2,
  'cpu.top.ageSeconds': 40,
  'cpu.top.lifetimeCores': 0.95,
  'cpu.running': 3,
  'cpu.psiSome10': 30,
};

const kill: Facts = { 'kernel.oomKills': 1, 'kernel.oom.scope': 'machine', 'memory.oomKillsSinceBoot': 1 };

describe('linuxSignatures()', () => {
  it('are the same faults for both kinds, each under its own name', () => {
    const [host, ssh] = [linuxSignatures('host'), linuxSignatures('ssh')];

    assert.ok(host.length >= 40);
    assert.deepEqual(
      host.map(({ id }) => id.replace('host.', '')),
      ssh.map(({ id }) => id.replace('ssh.', '')),
    );
    assert.equal(signatureOf(cpuFaults[0] ?? raise(), 'host').explains?.[0], 'host.cpu-saturated');
  });
  it('explain only what exists', () => {
    for (const { explains, id } of linuxSignatures('host')) {
      const own = (explains ?? []).filter((each) => each.startsWith('host.'));
      const unknown = own.filter((each) => !linuxSignatures('host').some((signature) => signature.id === each));
      assert.deepEqual(unknown, [], id);
    }
  });
  it('find nothing on a machine that is idle, and nothing on one that is busy with honest work', () => {
    assert.deepEqual(findFaults(idle), []);
    assert.deepEqual(findFaults(working), []);
  });
  it('leave no question open on a healthy machine: every fault is decided by the facts', () => {
    const open = linuxSignatures('host').filter((signature) => judgeSignature(signature, idle) === 'unknown');

    assert.deepEqual(
      open.map(({ id }) => id),
      [],
    );
  });
});

const down = { 'services.downCount': 1, 'services.squatter.count': 0, 'logs.configErrors': 0, 'logs.noSpace': 0 };
const writers = { 'io.worst.utilRatio': 1, 'io.top.shareRatio': 0.3, 'io.top.bytesPerSecond': 90_000_000, 'io.psiSome60': 10 };

describe('faults by their facts', () => {
  const cases: readonly (readonly [fault: string, facts: Facts, state: ReturnType<typeof judge>])[] = [
    ['new-log-errors', { 'logs.errors': 30, 'logs.newErrors': 1, 'logs.newErrorCount': 30 }, 'confirmed'],
    ['new-log-errors', { 'logs.errors': 30, 'logs.newErrors': 1, 'logs.newErrorCount': 6 }, 'likely'],
    ['new-log-errors', { 'logs.errors': 30, 'logs.newErrors': 0, 'logs.newErrorCount': null }, 'refuted'],
    ['jobs-pile-up', { 'copies.count': 18, 'copies.isLock': true }, 'confirmed'],
    ['jobs-pile-up', { 'copies.count': 9, 'copies.isLock': false }, 'likely'],
    ['jobs-pile-up', { 'copies.count': 0, 'copies.isLock': false }, 'refuted'],
    [
      'log-full-of-errors',
      { 'logs.errors': 14, 'logs.isCompared': false, 'logs.topErrorCount': 14, 'logs.topErrorSaysWhy': true, 'logs.errorRatio': 0.9 },
      'likely',
    ],
    ['log-full-of-errors', { 'logs.errors': 4, 'logs.isCompared': false, 'logs.topErrorCount': 4, 'logs.errorRatio': 0.05 }, 'no'],
    ['log-full-of-errors', { 'logs.errors': 14, 'logs.isCompared': true, 'logs.topErrorCount': 14, 'logs.errorRatio': 0.9 }, 'refuted'],
    ['hosts-file-pins-address', { 'logs.errors': 14, 'logs.pinned.name': 'orders-db.internal', 'logs.pinned.port': 3306 }, 'likely'],
    ['hosts-file-pins-address', { 'logs.errors': 14, 'logs.pinned.name': '', 'logs.pinned.port': 0 }, 'refuted'],
    ['cpu-hog', hog, 'confirmed'],
    ['cpu-hog', { ...hog, 'cpu.top.ageSeconds': 3 }, 'no'],
    ['cpu-hog', { ...hog, 'cpu.group.count': 5, 'cpu.top.lifetimeCores': 0.3, 'cpu.psiSome10': 79 }, 'confirmed'],
    ['cpu-hog', { ...hog, 'cpu.group.count': 5, 'cpu.top.lifetimeCores': 0.3, 'cpu.psiSome10': 12 }, 'no'],
    ['cpu-hog', { ...hog, 'cpu.top.nice': 19 }, 'no'],
    ['cpu-steal', { 'cpu.stealRatio': 0.4 }, 'confirmed'],
    ['cpu-throttled', { 'cgroup.cpu.throttledRatio': 0.3, 'cgroup.cpu.isMeant': true }, 'likely'],
    ['cpu-throttled', { 'cgroup.cpu.throttledRatio': 0.9, 'cgroup.cpu.isMeant': false }, 'likely'],
    ['cpu-throttled', { 'cgroup.cpu.throttledRatio': 0.9, 'cgroup.cpu.isMeant': true }, 'confirmed'],
    ['memory-hog', { 'memory.availableRatio': 0.04, 'memory.top.footprintRatio': 0.8 }, 'confirmed'],
    ['memory-leak', { 'memory.growing.secondsToFull': 300, 'memory.growing.rssRatio': 0.5 }, 'confirmed'],
    ['swap-thrashing', { 'memory.swapInPerSecond': 900, 'memory.swapOutPerSecond': 800 }, 'confirmed'],
    ['oom-kill', { ...kill, 'kernel.oom.beforeIncidentSeconds': 20 }, 'confirmed'],
    ['oom-kill', { ...kill, 'kernel.oom.beforeIncidentSeconds': 3_000 }, 'no'],
    ['oom-kill', { ...kill, 'kernel.oom.scope': 'cgroup', 'kernel.oom.beforeIncidentSeconds': 20 }, 'no'],
    ['cgroup-memory-full', { 'cgroup.memory.usedRatio': 0.99, 'cgroup.memory.hits': 40 }, 'confirmed'],
    ['disk-full', { 'disk.worst.usedRatio': 0.91, 'disk.worst.availableBytes': 900_000_000_000 }, 'no'],
    ['disk-full', { 'disk.worst.usedRatio': 0.91, 'disk.worst.availableBytes': 900_000_000 }, 'confirmed'],
    [
      'disk-hog',
      { 'io.worst.utilRatio': 1, 'io.top.shareRatio': 0.9, 'io.top.bytesPerSecond': 90_000_000, 'io.psiSome10': 60 },
      'confirmed',
    ],
    ['disk-hog', { ...writers, 'io.alike.count': 4, 'io.alike.shareRatio': 0.95, 'io.psiSome10': 60 }, 'confirmed'],
    ['disk-hog', { ...writers, 'io.alike.count': 1, 'io.alike.shareRatio': 0.3, 'io.psiSome10': 60 }, 'no'],
    ['disk-errors', { 'kernel.ioErrors': 9, 'kernel.fsErrors': 1 }, 'confirmed'],
    ['threads-exhausted', { 'processes.pidUsedRatio': 0.97 }, 'confirmed'],
    ['cgroup-pids-full', { 'cgroup.pids.usedRatio': 1 }, 'confirmed'],
    ['ephemeral-ports-exhausted', { 'sockets.ephemeral.usedRatio': 0.95 }, 'confirmed'],
    ['conntrack-full', { 'sockets.conntrackUsedRatio': 0.99, 'kernel.conntrackFull': 4 }, 'confirmed'],
    ['packet-loss', { 'sockets.retransmitRatio': 0.4, 'network.worst.errorsPerSecond': 0, 'network.worst.dropRatio': 0 }, 'confirmed'],
    ['crash-loop', { 'services.restarting.count': 1 }, 'confirmed'],
    ['rebooted', { 'identity.bootedBeforeIncidentSeconds': -60 }, 'confirmed'],
    ['disk-full-container-log', { 'disk.worst.usedRatio': 0.97, 'usage.containerLog.fsRatio': 0.5 }, 'confirmed'],
    ['disk-full-container-log', { 'disk.worst.usedRatio': 0.97, 'usage.containerLog.name': '' }, 'refuted'],
    ['disk-full-folder', { 'disk.worst.usedRatio': 0.97, 'usage.folder.fsRatio': 0.9 }, 'confirmed'],
    ['disk-full-folder', { 'disk.worst.usedRatio': 0.97, 'usage.folder.fsRatio': 0.3 }, 'likely'],
    ['filesystem-not-mounted', { 'disk.unmounted.count': 1, 'disk.unmounted.isNamed': true }, 'confirmed'],
    ['filesystem-not-mounted', { 'disk.unmounted.count': 1, 'disk.unmounted.isNamed': false }, 'no'],
    ['filesystem-frozen', { 'stuck.frozen.count': 1 }, 'confirmed'],
    ['service-fails-to-start', { ...down, 'logs.endReason': 'open /var/lib/orders.db: permission denied' }, 'confirmed'],
    ['service-fails-to-start', { ...down, 'logs.endReason': 'GET /cart ended with an error' }, 'likely'],
    ['service-fails-to-start', { ...down, 'logs.endReason': '' }, 'refuted'],
    ['clock-skew', { 'clock.absoluteOffsetSeconds': 40 }, 'confirmed'],
    ['clock-skew', { 'clock.absoluteOffsetSeconds': 1.5 }, 'refuted'],
  ];
  for (const [fault, facts, state] of cases) {
    it(`${fault} is ${state} by ${Object.entries(facts).slice(-1).flat().join(' ')}`, () => {
      assert.equal(judge(fault, { 'cpu.top.nice': 0, 'cpu.cores': 2, 'cpu.loadPerCore': 1, 'cpu.psiSome60': 0, ...facts }), state);
    });
  }
});

describe('what is only a finding for who asks about it', () => {
  const found = (facts: Facts, words: string): readonly string[] => {
    const { confirmed } = judgeFacts(linuxSignatures('host'), 'host', facts, words);
    return confirmed;
  };

  it('is told when it is asked, and not otherwise', () => {
    const cases: readonly (readonly [fault: string, facts: Facts, asked: string])[] = [
      ['name-server-silent', { 'names.silentCount': 1, 'names.isFirstSilent': true }, 'web-1 上的程序访问别的服务很慢'],
      ['unit-failed', { 'services.failedUnits': 1 }, 'HostSystemdServiceCrashed: orders.service failed'],
      ['no-default-route', { 'network.hasDefaultRoute': false, 'network.hasOnlyLoopback': false }, 'dial tcp: network is unreachable'],
      ['firewall-closes-port', { 'firewall.blocked.count': 1, 'firewall.blocked.packets': 8 }, '8080 连不上'],
      ['user-process-limit', { 'limits.user.usedRatio': 1 }, 'fork: retry: Resource temporarily unavailable'],
      ['filesystem-not-mounted', { 'disk.unmounted.count': 1, 'disk.unmounted.isNamed': false }, '重启以后文件不见了'],
    ];

    for (const [fault, facts, asked] of cases)
      assert.deepEqual([found(facts, asked), found(facts, 'the totals do not add up')], [[fault], []], fault);
  });
});

describe('a kill within a group', () => {
  const kill = {
    'kernel.oomKills': 1,
    'kernel.oom.scope': 'cgroup',
    'kernel.oom.isGroupGone': false,
    'kernel.oom.beforeIncidentSeconds': 20,
    'memory.oomKillsSinceBoot': 1,
  };
  const seen = (victim: string) =>
    judgeFacts(linuxSignatures('host'), 'host', { ...kill, 'kernel.oom.victim': victim }, 'ServiceDown: orders-api comes and goes')
      .confirmed;

  it('of a program may be why a service goes down, of a tool in a container beside it is not', () => {
    assert.deepEqual([seen('java'), seen('head')], [['oom-kill'], []]);
  });

  it('that was taken away since is past', () => {
    const gone = { ...kill, 'kernel.oom.isGroupGone': true, 'kernel.oom.victim': 'java' };

    assert.deepEqual(judgeFacts(linuxSignatures('host'), 'host', gone, 'ServiceDown: orders-api comes and goes').confirmed, []);
  });
});

describe('sshSignatures', () => {
  it('tell the ways apart in which a host can not be looked at, and are silent about one that answers', () => {
    const stateOf = (facts: Facts): string[] => sshSignatures.map((signature) => judgeSignature(signature, facts));

    assert.deepEqual(stateOf({ 'reach.isOk': false, 'reach.problem': 'timed-out' }), ['confirmed', 'no', 'no', 'no']);
    assert.deepEqual(stateOf({ 'reach.isOk': false, 'reach.problem': 'reset' }), ['likely', 'no', 'no', 'no']);
    assert.deepEqual(stateOf({ 'reach.isOk': false, 'reach.problem': 'auth', 'reach.reason': 'login refused' }), [
      'no',
      'confirmed',
      'no',
      'no',
    ]);
    const noShell = 'root@web-1 does not let this account run commands: This account is currently not available.';
    assert.deepEqual(stateOf({ 'reach.isOk': false, 'reach.problem': 'auth', 'reach.reason': noShell }), ['no', 'no', 'confirmed', 'no']);
    assert.deepEqual(stateOf({ 'reach.isOk': false, 'reach.problem': 'host-key' }), ['no', 'no', 'no', 'confirmed']);
    assert.ok(sshSignatures.every(({ hints }) => hints === undefined));
  });
});

function raise(): never {
  throw new Error('There are no faults of the processors');
}
