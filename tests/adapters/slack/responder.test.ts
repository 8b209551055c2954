import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isSlackUrl } from '../../../src/adapters/slack/responder.ts';

it('isSlackUrl() trusts Slack and the host that stands in for it, nobody else', () => {
  const api = 'http://127.0.0.1:8080/api/';
  const good = [
    'https://hooks.slack.com/actions/T1/2/3',
    'https://slack.com/x',
    'https://hooks.slack-gov.com/x',
    'http://127.0.0.1:8080/response',
  ];
  const bad = [
    'http://hooks.slack.com/x',
    'https://evilslack.com/x',
    'https://slack.com.evil.example/x',
    'http://127.0.0.1:9090/x',
    'http://169.254.169.254/',
    'x',
  ];

  for (const url of good) assert.equal(isSlackUrl(url, api), true, url);
  for (const url of bad) assert.equal(isSlackUrl(url, api), false, url);
});
