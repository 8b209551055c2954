import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from '../../src/main/metrics.ts';

function create() {
  return createMetrics({ version: '1.2.3', hasProcessMetrics: false });
}

test('createMetrics() counts the work by the labels that an operator asks for', async () => {
  const metrics = create();

  metrics.intake('alertmanager', 'accepted', 3);
  metrics.hookAnswered('alertmanager', 'invalid');
  metrics.probe('redis', 'memory', 'ok', 250);
  metrics.modelCall({ profile: 'deepseek', outcome: 'ok', tokens: 1_200, ms: 900 });
  metrics.decision('approve', 'ok');
  metrics.send('slack', 'sent');
  metrics.plan('verified');
  metrics.adapterUp('slack', true);
  metrics.loginFailed();

  const text = await metrics.text();
  for (const line of [
    'zhiban_build_info{version="1.2.3"} 1',
    'zhiban_intake_alerts_total{source="alertmanager",outcome="accepted"} 3',
    'zhiban_hook_requests_total{source="alertmanager",outcome="invalid"} 1',
    'zhiban_probe_seconds_sum{kind="redis",probe="memory",status="ok"} 0.25',
    'zhiban_model_tokens_total{profile="deepseek"} 1200',
    'zhiban_approvals_total{decision="approve",outcome="ok"} 1',
    'zhiban_sends_total{adapter="slack",outcome="sent"} 1',
    'zhiban_plans_total{state="verified"} 1',
    'zhiban_adapter_up{adapter="slack"} 1',
    'zhiban_login_failures_total 1',
  ]) {
    assert.ok(text.includes(line), line);
  }
});

test('createMetrics() reads the queues when it is read, and leaves them out when that fails', async () => {
  const metrics = create();
  let isAway = false;
  metrics.watchQueues(async () => {
    if (isAway) throw new Error('the store is away');
    return {
      inboxWaiting: 7,
      inboxFailing: 1,
      outboxWaiting: 4,
      outboxDead: 1,
      relayWaiting: 2,
      deliveriesWaiting: 3,
      deliveriesDead: 5,
      unread: 9,
    };
  });

  const before = await metrics.text();
  isAway = true;
  const after = await metrics.text();

  assert.match(before, /zhiban_queue_size\{queue="outbox"\} 4/);
  assert.match(before, /zhiban_queue_size\{queue="relay"\} 2/);
  assert.match(before, /zhiban_queue_size\{queue="announcements-dead"\} 5/);
  assert.doesNotMatch(after, /zhiban_queue_size\{/);
});

test('createMetrics() can be made twice in one process', async () => {
  const [one, other] = [create(), create()];

  one.plan('verified');

  assert.doesNotMatch(await other.text(), /verified/);
});
