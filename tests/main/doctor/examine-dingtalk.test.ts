import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { quotaKey } from '../../../src/adapters/dingtalk/quota.ts';
import { runDoctor } from '../../../src/main/doctor/doctor.ts';
import { examineDingtalk } from '../../../src/main/doctor/examine-dingtalk.ts';
import { configFor, createMemory } from '../../adapters/dingtalk/dingtalk-harness.ts';
import { DingtalkPeer } from '../../peers/dingtalk/peer.ts';

let peer: DingtalkPeer;
beforeEach(async () => {
  peer = new DingtalkPeer();
  await peer.start();
});
afterEach(() => peer.stop());

const levels = async (change = {}, memory = createMemory()) =>
  (await runDoctor(examineDingtalk(configFor(peer, change), () => peer.clientSecret, memory))).map(
    ({ level, text }) => `${level} ${text.en}`,
  );

test('examineDingtalk() is nothing where DingTalk is not configured', () => {
  assert.deepEqual(
    examineDingtalk(undefined, () => '', null),
    [],
  );
});

test('examineDingtalk() finds nothing wrong with what is right, and counts its own call', async () => {
  const found = await levels({ corpId: peer.corp.corpId });

  assert.deepEqual(found, [
    `ok the client is known at ${peer.url}`,
    'ok a card template is set',
    `ok robot ${peer.corp.robotCode}`,
    'ok 1 of 10,000 calls this month',
  ]);
});

test('examineDingtalk() says what is missing, what is weak, and that the month runs out', async () => {
  const memory = createMemory();
  memory.values.set(quotaKey(Date.now()), 90);
  peer.isSecretGood = false;

  const found = await levels({ cardTemplateId: undefined, callsPerMonth: 100 }, memory);

  assert.deepEqual(
    found.map((each) => each.split(' ')[0]),
    ['fail', 'warn', 'ok', 'warn', 'warn'],
  );
  assert.match(found[0] ?? '', /invalidClientIdOrSecret/);
  assert.ok(!found.join().includes(peer.clientSecret));
});
