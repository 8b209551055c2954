/** Everything that needs a real Kafka, on two brokers that are started once. */

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { hostKind } from '../../../src/systems/host/system.ts';
import { addressOf } from '../../../src/systems/kafka/client.ts';
import { checksOf, kafkaKind } from '../../../src/systems/kafka/system.ts';
import { describeSystem, type SuiteSystem } from '../../contracts/system.ts';
import { kafkaIsMissing } from '../../support/kafka.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { describeActions } from './action-cases.ts';
import { describeFaults } from './fault-cases.ts';
import { clientOf, type Scene, startScene } from './scene.ts';

let scene: Scene;
const missing = kafkaIsMissing();

before(async () => {
  if (missing === null) scene = await startScene();
  else console.warn(missing);
});
after(() => scene?.stop());

const nowhere = { id: 'orders-kafka', kind: 'kafka' };
const login = { mechanism: 'PLAIN', username: 'admin', password: { env: 'PASSWORD' } };

function on(more: Readonly<Record<string, unknown>> = {}, password: string = scene.servers.login.password): SuiteSystem {
  return { entry: { ...nowhere, brokers: scene.servers.brokers, ...more }, secrets: [password], resolveSecret: () => password };
}

describeSystem(kafkaKind, {
  live: () => Promise.resolve(missing === null ? on({ brokers: scene.servers.guarded, sasl: login }) : { skip: missing }),
  unreachable: {
    refused: { start: async () => ({ entry: { ...nowhere, brokers: [`127.0.0.1:${String(await freePort())}`] } }), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve({ entry: { ...nowhere, brokers: ['no-such-host.invalid:9092'] } }), problem: 'dns' },
    ...(missing === null
      ? {
          'wrong password': {
            start: () => Promise.resolve(on({ brokers: scene.servers.guarded, sasl: login }, 'a-wrong-secret')),
            problem: 'auth' as const,
          },
        }
      : {}),
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { entry: { ...nowhere, brokers: [`127.0.0.1:${String(peer.port)}`] }, stop: () => peer.stop() };
  },
  sampleArguments: {
    'alter-topic-config': { topic: 'orders', name: 'min.insync.replicas', value: '1' },
    'elect-preferred-leaders': { topic: '' },
    'reset-group-offsets': { group: 'billing', topic: 'orders', to: 'earliest' },
  },
  sampleFacts: {
    'partitions.underMinIsrTopic': 'orders',
    'configs.impossibleTopic': 'orders',
    'configs.ownSize.topic': 'orders',
    'groups.ahead.name': 'billing',
    'groups.ahead.topic': 'orders',
  },
  // The last two are of the log of an application that is declared for the cluster.
  rareFacts: ['reach.problem', 'reach.stage', 'reach.code', 'reach.reason', 'logs.topError', 'logs.newestError'],
  hostKinds: [hostKind] as never,
});

describe('kafkaKind', () => {
  it('entry wants brokers as host:port and the password by reference', () => {
    const good = { ...nowhere, brokers: ['k1:9092', '[::1]:9092', '10.0.0.1:9092'], sasl: login };

    assert.ok(kafkaKind.entry.safeParse(good).success);
    for (const wrong of [
      { brokers: [] },
      { brokers: ['k1'] },
      { brokers: ['kafka://k1:9092'] },
      { sasl: { ...login, password: 'hidden' } },
      { sasl: { ...login, mechanism: 'GSSAPI' } },
    ]) {
      const parsed = kafkaKind.entry.safeParse({ ...good, ...wrong });
      assert.equal(parsed.success, false, JSON.stringify(wrong));
      assert.doesNotMatch(parsed.error?.message ?? '', /hidden/);
    }
  });

  it('addressOf() puts an IPv6 address in brackets', () => {
    assert.deepEqual([addressOf({ host: '::1', port: 9_092 }), addressOf({ host: 'k1', port: 9_092 })], ['[::1]:9092', 'k1:9092']);
  });

  it('checksOf() tells what the account cannot see, and that nothing guards the cluster', () => {
    const levels = (given: Parameters<typeof checksOf>[0]) =>
      checksOf(given)
        .map(({ level, text }) => `${level} ${text.en}`)
        .join('\n');

    assert.match(levels({ topics: 3, denied: 0, groups: 2, canReadAcls: 'no' }), /^ok /);
    assert.match(levels({ topics: 3, denied: 1, groups: 2, canReadAcls: 'no' }), /grant Describe/);
    assert.match(levels({ topics: 0, denied: 0, groups: 0, canReadAcls: 'yes' }), /narrow it.*no topic.*no consumer group/s);
    assert.match(levels({ topics: 1, denied: 0, groups: 1, canReadAcls: 'no-authorizer' }), /no authorizer/);
  });
});

describe('on a cluster in trouble', { skip: missing ?? false }, () => {
  afterEach(() => scene.clear());
  describeFaults(() => scene);
  describeActions(() => scene);

  it('a listener that wants a login hangs up on whoever comes without', async () => {
    const entry = kafkaKind.entry.parse({ ...nowhere, brokers: [...scene.servers.guarded] });
    const bare = clientOf(entry);
    const look = await kafkaKind.probes[0]?.look(
      bare,
      {},
      { clock: { now: Date.now } as never, signal: AbortSignal.timeout(10_000), aboutMs: 0, entry },
    );
    await bare.close();

    assert.equal(look?.status, 'unreachable');
    assert.match(String(look?.facts['reach.problem']), /^reset$/);
  });
});
