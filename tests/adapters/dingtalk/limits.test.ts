import assert from 'node:assert/strict';
import { it } from 'node:test';
import { defaultDingtalkPace, dingtalkLimits } from '../../../src/adapters/dingtalk/limits.ts';

it('defaultDingtalkPace answers clicks within the platform’s two seconds, and never storms', () => {
  const { answerWithinMs, reconnectMinMs, idleMs } = defaultDingtalkPace;

  assert.ok(answerWithinMs <= 1_500 && reconnectMinMs >= 500 && idleMs >= 60_000 && idleMs <= 90_000);
  assert.ok(dingtalkLimits.textBytesMax < 20_000);
});
