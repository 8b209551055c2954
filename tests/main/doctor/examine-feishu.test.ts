import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { feishuConfig } from '../../../src/adapters/feishu/config.ts';
import { runDoctor } from '../../../src/main/doctor/doctor.ts';
import { examineFeishu } from '../../../src/main/doctor/examine-feishu.ts';
import { FeishuPeer } from '../../peers/feishu/peer.ts';

const peer = new FeishuPeer();
before(() => peer.start());
after(() => peer.stop());

const configOf = (more: Readonly<Record<string, unknown>> = {}) =>
  feishuConfig.parse({ appId: peer.world.appId, appSecret: { env: 'SECRET' }, domain: peer.domain, ...more });

test('examineFeishu() looks at nothing where Feishu isn’t configured', () => {
  assert.deepEqual(
    examineFeishu(undefined, () => ''),
    [],
  );
});

test('examineFeishu() names the bot that it found, and posts nothing', async () => {
  const [check] = await runDoctor(examineFeishu(configOf(), () => peer.appSecret));

  assert.deepEqual([check?.id, check?.level], ['adapter:feishu', 'ok']);
  assert.match(check?.text['zh-CN'] ?? '', /机器人“值班”/);
  assert.equal(peer.world.messages.length, 0);
});

test('examineFeishu() says what to do about a wrong secret, without a word of it', async () => {
  const [check] = await runDoctor(examineFeishu(configOf(), () => 'not-the-secret-at-all'));

  assert.equal(check?.level, 'fail');
  assert.match(check?.text.en ?? '', /10014/);
  assert.match(check?.advice?.en ?? '', /App Secret/);
  assert.ok(!JSON.stringify(check).includes('not-the-secret-at-all'));
});

test('examineFeishu() says that HTTP mode lacks its keys before it asks anybody', async () => {
  const calls = peer.calls.length;

  const [check] = await runDoctor(examineFeishu(configOf({ mode: 'http' }), () => peer.appSecret));

  assert.match(check?.text.en ?? '', /needs encryptKey/);
  assert.equal(peer.calls.length, calls);
});

test('examineFeishu() says when Feishu can’t be reached', async () => {
  const [check] = await runDoctor(examineFeishu(configOf({ domain: 'http://127.0.0.1:9' }), () => peer.appSecret));

  assert.equal(check?.level, 'fail');
  assert.match(check?.advice?.en ?? '', /network/);
});
