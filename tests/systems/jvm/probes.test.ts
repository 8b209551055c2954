import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCounters } from '../../../src/systems/jvm/parse-counters.ts';
import { parseDetails } from '../../../src/systems/jvm/parse-details.ts';
import { isProgram, parseJavaProcesses } from '../../../src/systems/jvm/parse-processes.ts';
import { parseThreadDump, poolOf, telling } from '../../../src/systems/jvm/parse-threads.ts';
import { gcFacts } from '../../../src/systems/jvm/probes/gc.ts';
import { dumpDirectories, heapDumpsProbe, parseDumps } from '../../../src/systems/jvm/probes/heap-dumps.ts';
import { parseHistogram } from '../../../src/systems/jvm/probes/histogram.ts';
import { parseNativeMemory } from '../../../src/systems/jvm/probes/native-memory.ts';
import { describeThreads, threadFacts } from '../../../src/systems/jvm/probes/thread-facts.ts';
import { parseTimes } from '../../../src/systems/jvm/probes/threads.ts';
import { limitsGroup } from '../../../src/systems/jvm/probes/vm.ts';

const counters = (more: Readonly<Record<string, number | string>>): string =>
  Object.entries({ 'sun.os.hrt.frequency': 1_000, 'sun.gc.generation.0.maxCapacity': 20, 'sun.gc.generation.1.maxCapacity': 40, ...more })
    .map(([name, value]) => `${name}=${typeof value === 'string' ? `"${value}"` : String(value)}`)
    .join('\n');

describe('parseJavaProcesses()', () => {
  it('finds class, jar and module behind options, and hides secrets', () => {
    const lines = [
      ['java', '-Xmx1g', '-Ddb.password=hunter2', '-cp', '/a:/b', 'com.acme.Orders', '--port=80'],
      ['/opt/jdk/bin/java', '-jar', '/srv/billing-1.2.jar', '--token', 'abc'],
      ['java', '--module-path', 'mods', '-m', 'shop/com.acme.Shop'],
    ];
    const text = lines.map((words, index) => `@@${String(index + 10)} 1000 ${words.join('\u0001')}\u0001\n`).join('');

    const found = parseJavaProcesses(text);

    assert.deepEqual(
      found.map(({ pid, program }) => [pid, program]),
      [
        [10, 'com.acme.Orders'],
        [11, '/srv/billing-1.2.jar'],
        [12, 'shop/com.acme.Shop'],
      ],
    );
    assert.ok(!JSON.stringify(found).includes('hunter2'));
  });
  it('isProgram() takes full and last names', () => {
    const cases = [
      ['com.acme.Orders', 'Orders'],
      ['/srv/billing-1.2.jar', 'billing-1.2.jar'],
      ['shop/com.acme.Shop', 'Shop'],
    ] as const;

    for (const [program, wanted] of cases) assert.ok(isProgram(program, wanted) && isProgram(program, program));
    assert.ok(!isProgram('com.acme.PreOrders', 'Orders'));
  });
});

describe('counters', () => {
  it('gcFacts() is the share of the window, and knows what a full collection has left', () => {
    const first = parseCounters(counters({ 'sun.os.hrt.ticks': 10_000, 'sun.gc.collector.1.time': 100 }));
    const second = parseCounters(
      counters({
        'sun.os.hrt.ticks': 12_000,
        'sun.gc.collector.1.time': 1_100,
        'sun.gc.collector.1.invocations': 3,
        'sun.gc.generation.1.space.0.used': 38,
        'sun.rt.safepointTime': 1_800,
        'sun.gc.lastCause': 'Allocation Failure',
      }),
    );
    assert.ok(first !== null && second !== null);

    const facts = gcFacts(first, second);

    assert.deepEqual([facts['gc.overheadRatio'], facts['gc.fullRuns'], facts['old.usedAfterFullRatio']], [0.5, 3, 0.95]);
    assert.equal(facts['gc.cause'], 'Allocation Failure');
    const collecting = counters({ 'sun.gc.cause': 'System.gc()', 'sun.gc.lastCause': 'No GC' });
    assert.equal(parseCounters(collecting)?.cause, 'System.gc()');
    assert.equal(Math.round(facts['safepoint.beyondGcRatio'] * 100), 40);
    assert.equal(parseCounters('no counters here'), null);
  });
});

describe('parseDetails()', () => {
  it('reads flags, the fullest code heap and who waits for finalization', () => {
    const text = [
      '4242:',
      'OpenJDK 64-Bit Server VM version 17.0.15+6',
      'JDK 17.0.15',
      '3.611 s',
      '-XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath=/data/dumps -XX:MaxHeapSize=2147483648 -XX:MaxMetaspaceSize=268435456 -XX:+UseG1GC',
      "CodeHeap 'non-profiled nmethods': size=1000Kb used=990Kb max_used=990Kb free=10Kb",
      "CodeHeap 'non-nmethods': size=1000Kb used=100Kb max_used=100Kb free=900Kb",
      ' compilation: disabled (not enough contiguous free space left)',
      ' full_count=2',
      'Unreachable instances waiting for finalization',
      '#instances  class name',
      '-----------------------',
      '      1900  com.acme.Handle',
      '         3  java.io.FileInputStream',
    ].join('\n');

    const details = parseDetails(text);

    assert.deepEqual([details['codeCache.usedRatio'], details['codeCache.isCompiling'], details['codeCache.fullCount']], [0.99, false, 2]);
    assert.deepEqual([details['finalizer.waiting'], details['finalizer.topClass']], [1_903, 'com.acme.Handle']);
    assert.deepEqual([details['vm.collector'], details['vm.dumpPath'], details['vm.version']], ['G1', '/data/dumps', '17.0.15']);
  });
  it('a limit that was never set is none', () => {
    assert.deepEqual(parseDetails('')['vm.maxMetaspaceBytes'], 0);
    assert.equal(parseDetails('')['codeCache.isCompiling'], true);
  });
});

describe('thread dumps', () => {
  const dump = parseThreadDump(
    [
      '"worker-1" #12 prio=5 os_prio=0 cpu=1.2ms elapsed=4s tid=0x1 nid=0x2a waiting for monitor entry [0x1]',
      '   java.lang.Thread.State: BLOCKED (on object monitor)',
      '\tat com.acme.Shop.sell(Shop.java:10)',
      '\t- waiting to lock <0x00000000abc> (a com.acme.Stock)',
      '',
      '"weird "name" 7" #13 daemon prio=5 tid=0x2 nid=43 runnable [0x2]',
      '   java.lang.Thread.State: RUNNABLE',
      '\tat java.lang.Object.hashCode(java.base@17/Native Method)',
      '\tat com.acme.Stock.count(Stock.java:4)',
      '\t- locked <0x00000000abc> (a com.acme.Stock)',
      '',
      '"GC Thread#0" os_prio=0 cpu=9ms elapsed=4s tid=0x3 nid=0x2c runnable',
    ].join('\n'),
  );

  it('names, kernel numbers, locks and the frame that tells', () => {
    assert.deepEqual(
      dump.threads.map(({ name, nativeId, isDaemon, isJava }) => [name, nativeId, isDaemon, isJava]),
      [
        ['worker-1', 42, false, true],
        ['weird "name" 7', 43, true, true],
        ['GC Thread#0', 44, false, false],
      ],
    );
    assert.equal(telling(dump.threads[1]?.frames ?? []), 'com.acme.Stock.count');
    assert.equal(poolOf('pool-3-thread-17'), 'pool-#-thread-#');
  });
  it('a collector that burns the processor is not the application', () => {
    const busy = [{ nativeId: 44, name: 'GC Thread#0', cores: 0.9, demand: 0.95 }];

    const facts = threadFacts(dump, busy);

    assert.deepEqual([facts['threads.hot.isCollector'], facts['threads.collectorCores'], facts['threads.hot.state']], [true, 0.9, '']);
    assert.deepEqual([facts['threads.lock.waiters'], facts['threads.lock.owner']], [1, 'weird "name" 7']);
    assert.match(describeThreads(dump, busy), /^"GC Thread#0" nid=0x2c/);
  });
  it('tells a pool of the program’s own from reads of another side, and leaves a server’s own reads alone', () => {
    const thread = (name: string, state: string, ...frames: readonly string[]): string =>
      [
        `"${name}" #1 prio=5 tid=0x1 nid=0x2a`,
        `   java.lang.Thread.State: ${state}`,
        ...frames.map((frame) => `\tat ${frame}(X.java:1)`),
        '',
      ].join('\n');
    const socket = [
      'sun.nio.ch.Net.poll',
      'sun.nio.ch.NioSocketImpl.park',
      'sun.nio.ch.NioSocketImpl.implRead',
      'java.net.Socket$SocketInputStream.read',
    ];
    const factsOf = (...threads: readonly string[]) => threadFacts(parseThreadDump(threads.join('\n')), []);

    const pool = factsOf(
      ...[1, 2, 3].map((n) =>
        thread(
          `http-${String(n)}`,
          'WAITING (parking)',
          'java.util.concurrent.ArrayBlockingQueue.take',
          'shop.ConnectionPool.borrow',
          'shop.Cart.sell',
        ),
      ),
    );
    const remote = factsOf(
      ...[1, 2].map((n) => thread(`http-${String(n)}`, 'RUNNABLE', ...socket, 'shop.Payments.pay')),
      thread('http-3', 'WAITING (parking)', 'shop.Idle.wait'),
    );
    const serving = factsOf(thread('http-1', 'RUNNABLE', ...socket, 'org.apache.coyote.http11.Http11InputBuffer.fill', 'shop.Main.run'));

    assert.deepEqual(
      [pool['threads.pool.kind'], pool['threads.pool.waiters'], pool['threads.pool.caller']],
      ['ConnectionPool', 3, 'shop.ConnectionPool.borrow'],
    );
    assert.deepEqual(
      [remote['threads.remote.waiters'], remote['threads.remote.caller'], remote['threads.remote.groupCount']],
      [2, 'shop.Payments.pay', 3],
    );
    assert.equal(serving['threads.remote.waiters'], 0);
  });
  it('parseTimes() reads names with spaces and the time spent waiting', () => {
    const { threads, waitedNs, uptimeSeconds } = parseTimes('42 17 GC Thread 0\nsched 42 5 900 3\nuptime 12.50 3.00\n');

    assert.deepEqual(threads.get(42), { ticks: 17, name: 'GC Thread 0' });
    assert.deepEqual([waitedNs.get(42), uptimeSeconds], [900, 12.5]);
  });
});

describe('tables', () => {
  it('parseHistogram() reads rows and the total', () => {
    const { rows, total } = parseHistogram('   1:  609  1774168  [I (java.base@17)\n   2:  10  900  com.acme.Order\nTotal  619  1775068\n');

    assert.deepEqual(rows[1], { name: 'com.acme.Order', instances: 10, bytes: 900 });
    assert.equal(total.bytes, 1_775_068);
  });
  it('parseNativeMemory() of a machine that does not track is nothing', () => {
    assert.deepEqual(parseNativeMemory('Native memory tracking is not enabled'), { total: 0, parts: [] });
    const { parts } = parseNativeMemory(
      'Total: reserved=9KB, committed=8KB\n-     Java Heap (reserved=4KB, committed=3KB)\n-  Other (reserved=2KB, committed=1KB)',
    );
    assert.deepEqual(
      parts.map(({ name, bytes }) => [name, bytes]),
      [
        ['Java Heap', 3_072],
        ['Other', 1_024],
      ],
    );
  });
  it('dumps are counted by what they take of their disk', () => {
    const { dumps, disk, nowSeconds } = parseDumps('16 9000 1700000000 /d/a b.hprof\n@@space\n1000 100 /d\n1700000060\n');

    assert.deepEqual(dumps, [{ path: '/d/a b.hprof', bytes: 8_192, modifiedSeconds: 1_700_000_000 }]);
    assert.deepEqual([disk.sizeBytes, disk.freeBytes, nowSeconds], [1_024_000, 102_400, 1_700_000_060]);
    assert.deepEqual(dumpDirectories(7, 'java -XX:HeapDumpPath=/d/x.hprof A'), ['/d', '/proc/7/cwd']);
    assert.deepEqual(dumpDirectories(7, 'java -XX:HeapDumpPath=/d/../etc A'), ['/proc/7/cwd']);
    assert.equal(heapDumpsProbe.cost, 'cheap');
  });
  it('limitsGroup() finds the group of either generation', () => {
    assert.equal(limitsGroup('0::/kubepods/pod1'), '/kubepods/pod1');
    assert.equal(limitsGroup('9:name=systemd:/x\n4:memory:/docker/abc\n0::/'), '/docker/abc');
    assert.equal(limitsGroup('4:memory:/../escape'), '/');
  });
});
