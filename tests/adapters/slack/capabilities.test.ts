import assert from 'node:assert/strict';
import { it } from 'node:test';
import { slackCapabilities } from '../../../src/adapters/slack/capabilities.ts';
import { slackLimits } from '../../../src/adapters/slack/limits.ts';

it('slackCapabilities promise no more than Slack takes', () => {
  assert.ok(slackLimits.cardCharsMax <= slackCapabilities.cardBytesMax);
  assert.equal(slackCapabilities.threads, 'native');
});
