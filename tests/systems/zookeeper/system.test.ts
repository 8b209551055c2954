/** One JVM for everything that needs a whole server; a second one, that never finds its quorum, beside it. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hostKind } from '../../../src/systems/host/system.ts';
import { checkZookeeper } from '../../../src/systems/zookeeper/check.ts';
import { createZookeeperClient } from '../../../src/systems/zookeeper/client.ts';
import { zookeeperCommands } from '../../../src/systems/zookeeper/commands.ts';
import { type ZookeeperEntry, zookeeperKind } from '../../../src/systems/zookeeper/system.ts';
import { contextOf, describeSystem } from '../../contracts/system.ts';
import { until } from '../../support/child.ts';
import { type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { freeCommand } from '../../support/free-command.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';
import { startZookeeper, type ZookeeperServer } from '../../support/zookeeper.ts';

const entry = { id: 'coordination', kind: 'zookeeper', host: '127.0.0.1' };
const plain = {
  clock: systemClock,
  resolveSecret: () => {
    throw new Error('It has no secrets');
  },
};

let server: ZookeeperServer;
let lonely: ZookeeperServer;

before(async () => {
  // The members that the second one waits for are never started.
  const ports = await Promise.all(Array.from({ length: 6 }, () => freePort()));
  const ensemble = [1, 2, 3].map((id) => `server.${String(id)}=127.0.0.1:${String(ports[id * 2 - 2])}:${String(ports[id * 2 - 1])}`);
  [server, lonely] = await Promise.all([
    startZookeeper(['4lw.commands.whitelist=mntr,conf,cons,wchs,isro,dirs,envi,srvr', 'maxClientCnxns=20']),
    startZookeeper(['initLimit=5', 'syncLimit=2', ...ensemble]),
  ]);
});
after(async () => {
  await server.stop();
  await lonely.stop();
});

function entryOf(port: number): ZookeeperEntry {
  return zookeeperKind.entry.parse({ ...entry, port });
}

function lookAt(port: number, probes?: readonly string[]): Promise<Diagnosis> {
  const own = entryOf(port);
  return diagnoseSystem(zookeeperKind, createZookeeperClient(own, plain), own, probes === undefined ? {} : { probes });
}

async function checked(port: number): Promise<readonly string[]> {
  const own = entryOf(port);
  return (await checkZookeeper(createZookeeperClient(own, plain), contextOf(own, 20_000))).map(({ level, text }) => `${level}: ${text.en}`);
}

describeSystem(zookeeperKind, {
  live: () => Promise.resolve({ entry: { ...entry, port: server.port } }),
  unreachable: {
    refused: { start: async () => ({ entry: { ...entry, port: await freePort() } }), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, host: 'no-such-host.invalid' } }), problem: 'dns' },
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { entry: { ...entry, port: peer.port }, stop: () => peer.stop() };
  },
  sampleArguments: {},
  rareFacts: ['reach.problem', 'reach.stage', 'reach.code', 'reach.reason', 'logs.*'],
  hostKinds: [hostKind] as never,
});

describe('zookeeperKind', () => {
  it('changes nothing, and has advice for every fault', () => {
    assert.deepEqual(zookeeperKind.actions, []);
    assert.ok(zookeeperKind.signatures.every(({ advice }) => advice.en.length > 20));
  });

  it('finds nothing wrong with a healthy server, and doctor neither', async () => {
    const seen = await lookAt(server.port);

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
    assert.equal(seen.facts['server.mode'], 'standalone');
    assert.match((await checked(server.port)).join(), /^ok: /);
  });

  it('a server without a quorum does not serve, and says so', async () => {
    assert.deepEqual((await lookAt(lonely.port, ['server'])).causes, ['not-serving']);
  });

  it('words that are not allowed are blind spots, and doctor names them', async () => {
    const { evidence } = await lookAt(lonely.port, ['activity', 'connections', 'storage']);

    assert.deepEqual(
      evidence.map(({ status }) => status),
      ['denied', 'denied', 'denied'],
    );
    assert.match((await checked(lonely.port)).join(), /does not serve.*mntr, conf, cons/s);
  });

  it('an address near its limit of connections is named; at the limit nobody gets in', async () => {
    const sockets = await Promise.all(Array.from({ length: 18 }, () => server.connect()));
    const near = await lookAt(server.port, ['connections']);
    // The connections of the look before are still counted for a moment, and what comes meanwhile is turned away and counts no more.
    let locked = near;
    for (let round = 0; round < 20 && (round === 0 || locked.causes.length === 0); round += 1) {
      sockets.push(...(await Promise.all(Array.from({ length: 6 }, () => server.connect()))));
      locked = await lookAt(server.port, ['server']);
    }
    for (const socket of sockets) socket.destroy();

    assert.deepEqual(near.causes, ['connection-limit']);
    assert.equal(near.facts['connections.topAddress'], '127.0.0.1');
    assert.deepEqual(locked.causes, ['turned-us-away']);
  });

  it('a process that is gone, and one that is stopped', async () => {
    server.signal('SIGSTOP');
    const stopped = await lookAt(server.port, ['server']);
    server.signal('SIGCONT');
    // The connections of the tests before were let go while it stood still: it counts them until it has noticed.
    await until(async () => (await lookAt(server.port, ['server'])).causes.length === 0, 'it takes connections again');
    const gone = await lookAt(await freePort(), ['server']);

    assert.deepEqual([stopped.causes, gone.causes], [['not-answering'], ['process-gone']]);
  });
});

it('zookeeperCommands say the words that only tell, and tell a word that the server does not allow', async () => {
  const own = entryOf(server.port);
  const printed = async (words: string): Promise<string> =>
    (await freeCommand(zookeeperKind, words, createZookeeperClient(own, plain), own)).output();

  assert.match(await printed('envi'), /java.version=/);
  await assert.rejects(printed('ruok'), /4lw.commands.whitelist/);
  assert.ok('refusal' in zookeeperCommands.read('kill'));
});
