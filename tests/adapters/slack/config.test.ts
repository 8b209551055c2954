import assert from 'node:assert/strict';
import { it } from 'node:test';
import { resolveSlackSecrets } from '../../../src/adapters/slack/adapter.ts';
import { slackConfig } from '../../../src/adapters/slack/config.ts';

it('slackConfig takes references only, and knows its defaults', () => {
  const config = slackConfig.parse({ botToken: { env: 'SLACK_BOT_TOKEN' }, appToken: { env: 'SLACK_APP_TOKEN' } });

  assert.deepEqual([config.mode, config.apiUrl], ['socket', 'https://slack.com/api/']);
  assert.throws(() => slackConfig.parse({ botToken: 'xoxb-literal' }), /reference to a secret/);
});

it('resolveSlackSecrets() resolves what is there', () => {
  const config = slackConfig.parse({ botToken: { env: 'A' }, signingSecret: { file: '/b' }, mode: 'http' });

  const secrets = resolveSlackSecrets(config, (ref) => JSON.stringify(ref));

  assert.deepEqual(secrets, { botToken: '{"env":"A"}', appToken: undefined, signingSecret: '{"file":"/b"}' });
});
