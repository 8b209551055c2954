import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hostKind } from '../../../src/systems/host/system.ts';
import { createJvmClient } from '../../../src/systems/jvm/client.ts';
import { jvmEntry as entryShape } from '../../../src/systems/jvm/entry.ts';
import { jvmKind } from '../../../src/systems/jvm/system.ts';
import { LinuxFailure } from '../../../src/systems/linux/failure.ts';
import { sshKind } from '../../../src/systems/ssh/system.ts';
import { contextOf, describeSystem } from '../../contracts/system.ts';
import { compilePrograms, type JavaProgram, startJava } from '../../support/java.ts';
import { diagnoseJava, jvmEntry, thisMachine } from './scene.ts';

const secret = 'a-secret-of-this-jvm';
const host = thisMachine();

describeSystem(jvmKind, {
  live: async () => {
    const program = await startJava(await compilePrograms(), 'Quiet', [`-Ddb.password=${secret}`]);
    return {
      entry: { id: 'quiet', kind: 'jvm', runsOn: 'here', mainClass: 'Quiet' },
      secrets: [secret],
      host,
      stop: () => program.stop(),
    };
  },
  sampleArguments: {},
  sampleFacts: { 'process.service': 'orders' },
  rareFacts: ['reach.*'],
  hostKinds: [hostKind, sshKind] as never,
});

describe('jvmKind', { timeout: 120_000 }, () => {
  let program: JavaProgram;
  before(async () => {
    program = await startJava(await compilePrograms(), 'Quiet');
  });
  after(() => program.stop());

  it('a quiet process has no fault, and is the service that its host declares', async () => {
    const declaring = thisMachine({ services: [{ name: 'orders', check: 'Quiet', restart: { command: ['true'] } }] });
    const entry = jvmEntry({ mainClass: 'Quiet' });

    const { confirmed, likely, facts } = await diagnoseJava(entry, declaring);

    assert.deepEqual([confirmed, likely], [[], []]);
    assert.equal(facts['process.service'], 'orders');
    assert.equal(facts['vm.collector'], 'Serial');
    assert.equal(facts['vm.maxHeapBytes'], 67_108_864);
  });

  it('entry wants one way to tell the process, and the host', () => {
    const told = (more: Readonly<Record<string, unknown>>): string =>
      entryShape.safeParse({ id: 'x', kind: 'jvm', runsOn: 'here', ...more }).error?.message ?? '';

    assert.match(told({}), /one of mainClass, pidFile or port/);
    assert.match(told({ mainClass: 'A', port: 80 }), /one of mainClass, pidFile or port/);
    assert.match(told({ pidFile: '/run/../etc/passwd' }), /absolute path/);
    assert.equal(entryShape.safeParse({ id: 'x', kind: 'jvm', mainClass: 'A' }).success, false);
    assert.equal(told({ port: 8_080 }), '');
  });

  it('without a host that is a Linux machine nothing is looked at, and the reason says which', () => {
    const entry = jvmEntry({ port: 8_080 });

    assert.throws(
      () => createJvmClient(entry).through(contextOf(entry, 1_000)),
      (error) => error instanceof LinuxFailure && /'here', which 'orders' runs on, is no host or ssh system/.test(error.message),
    );
  });

  it('doctor says which process it found, or that there is none', async () => {
    const check = async (mainClass: string) => {
      const entry = jvmEntry({ mainClass });
      return (await jvmKind.check?.(createJvmClient(entry), contextOf(entry, 30_000, host)))?.[0];
    };

    assert.match((await check('Quiet'))?.text.en ?? '', /^Quiet \(\d+\) can be looked at$/);
    assert.equal((await check('com.acme.Nothing'))?.level, 'fail');
  });
});
