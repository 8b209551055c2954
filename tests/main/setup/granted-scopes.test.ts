import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dingtalkConfig } from '../../../src/adapters/dingtalk/config.ts';
import { slackConfig } from '../../../src/adapters/slack/config.ts';
import { grantedScopes } from '../../../src/main/setup/granted-scopes.ts';
import { SlackPeer } from '../../peers/slack/peer.ts';
import { systemClock } from '../../support/system-clock.ts';

const unused = { env: 'UNUSED' };

test('grantedScopes() asks the platform that is configured; DingTalk doesn’t tell', async (t) => {
  const peer = new SlackPeer();
  await peer.start();
  t.after(() => peer.stop());
  peer.scopes = ['chat:write'];
  const slack = slackConfig.parse({ botToken: unused, apiUrl: peer.apiUrl });
  const dingtalk = dingtalkConfig.parse({ clientId: 'dingtest', clientSecret: unused });

  const ofSlack = await grantedScopes({ slack }, () => peer.botToken, systemClock);
  const ofDingtalk = await grantedScopes({ dingtalk }, () => 'unused', systemClock);

  assert.deepEqual([ofSlack, ofDingtalk], [['chat:write'], null]);
});
