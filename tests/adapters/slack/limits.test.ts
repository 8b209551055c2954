import assert from 'node:assert/strict';
import { it } from 'node:test';
import { slackCapabilities } from '../../../src/adapters/slack/capabilities.ts';
import { defaultSlackPace, slackLimits } from '../../../src/adapters/slack/limits.ts';

it('defaultSlackPace answers within what the platform waits for', () => {
  assert.ok(defaultSlackPace.answerWithinMs < slackCapabilities.ackWithinMs);
  assert.ok(defaultSlackPace.formTimeoutMs < slackLimits.triggerMs);
});
