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

const sizes = {
  ...{ inboxWaiting: 7, inboxFailing: 1, outboxWaiting: 4, outboxDead: 1 },
  ...{ relayWaiting: 2, deliveriesWaiting: 3, deliveriesDead: 5, unread: 9 },
};

function ageIn(text: string): number {
  return Number(/^zhiban_queue_size_age_seconds (\S+)/m.exec(text)?.[1] ?? Number.NaN);
}

test('createMetrics() reads the queues when it is read, and shows the last sizes with their age when that fails', async () => {
  const metrics = create();
  let isAway = false;
  metrics.watchQueues(async () => {
    if (isAway) throw new Error('the store is away');
    return sizes;
  });

  const before = await metrics.text();
  isAway = true;
  const after = await metrics.text();

  for (const text of [before, after]) {
    assert.match(text, /zhiban_queue_size\{queue="outbox"\} 4/);
    assert.match(text, /zhiban_queue_size\{queue="relay"\} 2/);
    assert.match(text, /zhiban_queue_size\{queue="announcements-dead"\} 5/);
  }
  assert.ok(ageIn(after) > ageIn(before), `${ageIn(before)}, then ${ageIn(after)}`);
});

test('createMetrics() says nothing of queues that were never read', async () => {
  const metrics = create();
  metrics.watchQueues(() => Promise.reject(new Error('the store is away')));

  const text = await metrics.text();

  assert.doesNotMatch(text, /^zhiban_queue_size/m);
});

test('createMetrics() waits for a slow store for two seconds, asks it once, and counts what it answers for the next time', async () => {
  const metrics = create();
  let asked = 0;
  let answer = (_sizes: typeof sizes): void => undefined;
  metrics.watchQueues(() => {
    asked += 1;
    return new Promise((resolve) => {
      answer = resolve;
    });
  });

  const early = await metrics.text();
  const reading = metrics.text();
  answer(sizes);
  const late = await reading;

  assert.doesNotMatch(early, /^zhiban_queue_size/m);
  assert.match(late, /zhiban_queue_size\{queue="inbox"\} 7/);
  assert.equal(asked, 1);
});

test('createMetrics() can be made twice in one process', async () => {
  const [one, other] = [create(), create()];

  one.plan('verified');

  assert.doesNotMatch(await other.text(), /verified/);
});
