/** Five small programs, each broken in its own way, looked at side by side. */

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Facts } from '../../../src/domain/evidence.ts';
import { jvmSignatures } from '../../../src/systems/jvm/signatures.ts';
import type { Diagnosis } from '../../support/diagnose.ts';
import { compilePrograms, type JavaProgram, startJava } from '../../support/java.ts';
import { judgeFacts } from '../nats/judge-facts.ts';
import { diagnoseJava, jvmEntry, thisMachine } from './scene.ts';

describe('faults of real Java processes', { timeout: 180_000 }, () => {
  const host = thisMachine();
  const programs = new Map<string, JavaProgram>();
  let classes = '';

  before(async () => {
    classes = await compilePrograms();
    const start = async (name: string, options: readonly string[] = []) => programs.set(name, await startJava(classes, name, options));
    await Promise.all([
      start('Deadlock'),
      start('Leak', ['-Xmx24m', '-XX:-UseGCOverheadLimit']),
      start('Busy'),
      start('Pool', ['-XX:NativeMemoryTracking=summary']),
      start('Threads'),
    ]);
  });
  after(async () => {
    for (const program of programs.values()) await program.stop();
    await host.close();
  });

  const look = (name: string, probes: readonly string[], words = ''): Promise<Diagnosis> => {
    const program = programs.get(name);
    assert.ok(program !== undefined);
    const pidFile = join(program.directory, 'pid');
    writeFileSync(pidFile, `${String(program.pid)}\n`);
    return diagnoseJava(jvmEntry({ pidFile }), host, { probes, words, parameters: { gc: { windowMs: 1_500 } } });
  };

  it('two threads that wait for each other are named', async () => {
    const { causes, facts } = await look('Deadlock', ['vm', 'threads']);

    assert.deepEqual(causes, ['deadlock']);
    assert.equal(facts['threads.deadlocked'], 2);
    assert.deepEqual(String(facts['threads.deadlock']).split(', ').sort(), ['transfer-1', 'transfer-2']);
    assert.match(String(facts['threads.deadlockFrame']), /^Deadlock\./);
  });

  it('a cache without a limit explains the full heap and the time spent collecting', async () => {
    const { causes, facts, confirmed } = await look('Leak', ['vm', 'gc', 'histogram']);

    assert.deepEqual(causes, ['heap-leak']);
    assert.deepEqual(confirmed, ['heap-leak']);
    assert.equal(facts['histogram.topClass'], '[B');
    assert.ok(Number(facts['old.usedRatio']) > 0.9, String(facts['old.usedRatio']));
  });

  it('a lock that is held too long, with its holder; and the thread that computes for ever', async () => {
    const { causes, likely, facts } = await look('Busy', ['vm', 'threads'], 'orders takes a whole processor');

    assert.ok(causes.includes('monitor-contention'));
    assert.ok([...causes, ...likely].includes('hot-thread'), `it wants ${String(facts['threads.hot.demand'])} cores`);
    assert.equal(facts['threads.lock.owner'], 'catalogue-loader');
    assert.equal(facts['threads.lock.waiters'], 10);
    assert.equal(facts['threads.hot.name'], 'price-loop');
    assert.match(String(facts['threads.hot.frame']), /^Busy\./);
  });

  it('workers that wait for a pool are a symptom: who holds the connections is the question', async () => {
    const { confirmed, causes, facts } = await look('Pool', ['vm', 'threads', 'gc', 'native-memory']);

    assert.deepEqual(confirmed, ['pool-exhausted']);
    assert.deepEqual(causes, []);
    assert.deepEqual([facts['threads.pool.kind'], facts['threads.pool.waiters'], facts['threads.pool.groupCount']], ['HikariCP', 10, 12]);
    assert.match(String(facts['threads.pool.caller']), /^OrderService\.placeOrder/);
    assert.equal(facts['native.isTracked'], true);
  });

  it('executors that are never shut down', async () => {
    const { causes, facts } = await look('Threads', ['vm', 'threads', 'gc']);

    assert.deepEqual(causes, ['thread-leak']);
    assert.equal(facts['threads.group.name'], 'pool-#-thread-#');
  });

  it('a dump that was left says when it happened', async () => {
    const program = programs.get('Deadlock');
    writeFileSync(join(program?.directory ?? '', 'java_pid1.hprof'), 'x'.repeat(10_000));

    const { confirmed, facts } = await look('Deadlock', ['vm', 'heap-dumps']);

    assert.deepEqual(confirmed, ['out-of-memory-dumped']);
    assert.equal(facts['dumps.count'], 1);
    assert.ok(Number(facts['dumps.newestAgeSeconds']) < 600);
  });

  it('a process that was stopped is told from one that hangs', async () => {
    programs.get('Threads')?.signal('SIGSTOP');

    const { causes, confirmed } = await look('Threads', ['vm']);
    programs.get('Threads')?.signal('SIGCONT');

    assert.deepEqual(causes, ['process-stopped']);
    assert.deepEqual(confirmed, ['process-stopped']);
  });

  it('a process that has gone', async () => {
    const gone = programs.get('Pool');
    await gone?.stop();
    const entry = jvmEntry({ mainClass: 'com.acme.NeverStarted' });

    const { confirmed, evidence } = await diagnoseJava(entry, host, { probes: ['vm'] });

    assert.deepEqual(confirmed, ['process-gone']);
    assert.match(evidence[0]?.reason ?? '', /No Java process on 'here' runs com\.acme\.NeverStarted; there is .*Deadlock/);
  });
});

describe('jvmSignatures of a process that is well', () => {
  const seen = (facts: Facts, words = '') => judgeFacts(jvmSignatures, 'jvm', facts, words);

  it('a metaspace without a limit is not in question while nothing is collected for it', () => {
    const open = (cause: string): Facts => ({ 'vm.maxMetaspaceBytes': 0, 'gc.cause': cause, 'classes.loadedInWindow': 108 });

    assert.deepEqual(seen(open('Allocation Failure'), 'the heap is full').likely, []);
    assert.deepEqual(seen(open('Metadata GC Threshold'), 'the heap is full').likely, ['metaspace-full']);
  });

  it('a process is gone where none is found, and where it ends between two looks', () => {
    const away = (reason: string): Facts => ({ 'reach.isOk': false, 'reach.problem': 'refused', 'reach.reason': reason });

    assert.deepEqual(seen(away("No Java process on 'box' listens on port 8080")).confirmed, ['process-gone']);
    assert.deepEqual(seen(away('The process has ended meanwhile')).confirmed, ['process-gone']);
    assert.deepEqual(seen(away('connect ECONNREFUSED 10.0.0.7:22')).confirmed, []);
  });

  it('a thread that computes is told to who says that it is slow or takes too much', () => {
    const working: Facts = {
      'threads.hot.demand': 0.6,
      'threads.hot.isCollector': false,
      'threads.hot.isCompiler': false,
      'threads.hot.state': 'RUNNABLE',
    };

    assert.deepEqual(seen(working, 'the heap of orders is full').likely, []);
    assert.deepEqual(seen(working, 'orders takes much CPU').likely, ['hot-thread']);
  });

  it('an old generation that fills between rare collections is none that stays full', () => {
    const filling: Facts = { 'old.usedRatio': 0.93, 'gc.overheadRatio': 0.01, 'vm.uptimeSeconds': 7_200 };

    assert.deepEqual(seen({ ...filling, 'gc.fullRunsTotal': 3 }).likely, []);
    assert.deepEqual(seen({ ...filling, 'gc.fullRunsTotal': 600 }).likely, ['heap-exhausted']);
  });
});

it('explicit collections are found by their cause, when there are several and they cost', () => {
  const facts = { 'gc.cause': 'System.gc()', 'gc.fullRuns': 40, 'gc.overheadRatio': 0.2, 'gc.windowSeconds': 3 };
  const confirmed = (more: Facts): boolean =>
    judgeFacts(jvmSignatures, 'jvm', { ...facts, ...more }, '').confirmed.includes('explicit-collections');

  assert.ok(confirmed({}));
  assert.ok(!confirmed({ 'gc.fullRuns': 1 }));
  assert.ok(!confirmed({ 'gc.overheadRatio': 0.01 }));
  assert.ok(!confirmed({ 'gc.cause': 'Allocation Failure' }));
});
