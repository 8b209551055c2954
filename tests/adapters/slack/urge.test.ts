import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paragraph } from '../../../src/domain/card.ts';
import { SlackPeer } from '../../peers/slack/peer.ts';
import { createAdapter, createLog } from './slack-harness.ts';

test('urge() sends each person one direct message with the way to it, also after a crash, and leaves out who is not there', async () => {
  const slack = new SlackPeer();
  await slack.start();
  const logs: string[] = [];
  const [first, second] = [createAdapter(slack, 'socket', createLog(logs)), createAdapter(slack, 'socket', createLog(logs))];
  try {
    for (const adapter of [first, second]) await adapter.start(() => undefined);
    slack.workspace.strangers.add('U-gone');
    const place = { adapter: 'slack', workspace: slack.workspace.teamId, channel: 'C0OPS0001' };
    const options = { idempotencyKey: 'line', locale: 'en', priority: 'approval' } as const;
    const message = await first.post(place, { rich: [paragraph('The plan still waits')] }, options);

    await first.urge?.(message, ['U1', 'U-gone', 'U2'], 'app');
    await second.urge?.(message, ['U1', 'U-gone', 'U2'], 'phone');

    assert.deepEqual([slack.botMessages('DU1').length, slack.botMessages('DU2').length], [1, 1]);
    assert.match(slack.botMessages('DU1')[0]?.text ?? '', /Zhiban needs you: <https:\/\/zhiban\.slack\.com\/archives\/C0OPS0001\//);
    assert.ok(logs.some((line) => line.includes('U-gone')));
  } finally {
    for (const adapter of [first, second]) await adapter.stop();
    await slack.stop();
  }
});
