import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feishuConfig } from '../../../src/adapters/feishu/config.ts';
import { slackConfig } from '../../../src/adapters/slack/config.ts';
import { buildAdapters } from '../../../src/main/wire/adapters.ts';
import { systemClock as clock } from '../../support/system-clock.ts';

const context = { clock, log: { info: () => undefined, warn: () => undefined, error: () => undefined } } as never;
const secrets = (): string => 'xoxb-0-not-a-real-token-0123456789';

test('buildAdapters() builds what is configured, and nothing else', () => {
  const none = buildAdapters({ adapters: {} }, secrets, context);
  const slack = slackConfig.parse({ botToken: { env: 'BOT' }, appToken: { env: 'APP' } });
  const socket = buildAdapters({ adapters: { slack } }, secrets, context);

  assert.deepEqual([none.adapters.length, none.mounts.length], [0, 0]);
  assert.deepEqual(
    socket.adapters.map(({ name }) => name),
    ['slack'],
  );
  assert.equal(socket.mounts.length, 0, 'Socket Mode needs no address of ours');
});

test('buildAdapters() gives an adapter that is called over HTTP its bounded address', () => {
  const slack = slackConfig.parse({ mode: 'http', botToken: { env: 'BOT' }, signingSecret: { env: 'SECRET' } });

  const feishu = feishuConfig.parse({
    ...{ mode: 'http', appId: 'cli_0123456789abcdef', appSecret: { env: 'SECRET' } },
    ...{ encryptKey: { env: 'KEY' }, verificationToken: { env: 'TOKEN' } },
  });

  const { adapters, mounts } = buildAdapters({ adapters: { slack, feishu } }, secrets, context);

  assert.deepEqual(
    adapters.map(({ name }) => name),
    ['slack', 'feishu'],
  );
  assert.deepEqual(
    mounts.map(({ method, path, bodyBytesMax }) => [method, path, bodyBytesMax]),
    [
      ['POST', '/chat/slack/events', 1_048_576],
      ['POST', '/chat/feishu/events', 1_048_576],
    ],
  );
});
