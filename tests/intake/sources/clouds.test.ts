/** What is read of the notifications of clouds and of on-call services, field by field. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFixture, parseText, readFixture } from './contract.ts';

function changed(source: string, change: (body: Record<string, Record<string, unknown>>) => void, name = 'firing'): string {
  const body = JSON.parse(readFixture(source, name));
  change(body);
  return JSON.stringify(body);
}

test('alibaba-cloud: a callback that is a form', () => {
  const [alert] = parseFixture('alibaba-cloud', 'firing', 'txt');

  assert.equal(alert?.groupKey, 'alibaba-cloud:putNewAlarm_group_3607c091-ca69:CPUUtilization');
  assert.equal(alert?.startsAt, '2026-11-21T01:43:00.000Z');
  assert.deepEqual(alert?.labels, {
    alertname: 'shop-ecs-cpu',
    severity: 'critical',
    instanceId: 'i-bp18pqx8yh6tza2v9z6k',
    instance: 'i-bp18pqx8yh6tza2v9z6k',
    instance_name: 'shop-web-1',
    region: 'cn-hangzhou',
    namespace: 'acs_ecs_dashboard',
    metric: 'CPUUtilization',
  });
  assert.deepEqual(alert?.annotations, {
    summary: 'shop-ecs-cpu @ shop-web-1',
    value: '96.4',
    expression: '$Average>=90',
    lasted: '3分钟',
  });
});

test('alibaba-cloud: dimensions as they were written before, no data, and a system event', () => {
  const [older] = parseFixture('alibaba-cloud', 'older-dimensions');
  const [event] = parseFixture('alibaba-cloud', 'event');
  const [silent] = parseText('alibaba-cloud', 'alertName=a&alertState=INSUFFICIENT_DATA');

  assert.equal(older?.labels.instance, 'i-bp18pqx8yh6tza2v9z6k');
  assert.equal(older?.labels.severity, 'warning');
  assert.deepEqual([silent?.status, silent?.labels.state], ['firing', 'no data']);
  assert.deepEqual(
    [event?.labels.alertname, event?.labels.instance, event?.labels.severity, event?.labels.region],
    ['Instance:SystemFailure.Reboot', 'i-bp18pqx8yh6tza2v9z6k', 'critical', 'cn-hangzhou'],
  );
  const [over] = parseText(
    'alibaba-cloud',
    changed('alibaba-cloud', ({ alert }) => Object.assign(alert ?? {}, { alertStatus: 'RESOLVED' }), 'event'),
  );
  assert.deepEqual([over?.status, over?.fingerprint], ['resolved', event?.fingerprint]);
});

test("arms: Alertmanager's form under its own name, the message as its summary", () => {
  const [alert] = parseFixture('arms', 'firing');

  assert.equal(alert?.fingerprint, 'bec72890cc2c7b4a027e008df0cd1013');
  assert.match(alert?.groupKey ?? '', /^arms:\{\}:\{alertname=/);
  assert.match(alert?.annotations.summary ?? '', /^命名空间: shop/);
});

test("tencent-cloud: policy, object, value and threshold, in Beijing's time", () => {
  const [alert] = parseFixture('tencent-cloud', 'firing');
  const [event] = parseFixture('tencent-cloud', 'event');

  assert.equal(alert?.startsAt, '2026-11-21T01:43:00.000Z');
  assert.equal(alert?.groupKey, 'tencent-cloud:policy-n4exeh88:cpu_usage');
  assert.deepEqual([alert?.labels.instance, alert?.labels.region, alert?.labels.namespace], ['ins-o9p3rg3m', 'gz', 'qce/cvm']);
  assert.deepEqual(alert?.annotations, {
    summary: '商城主机: CPU 利用率',
    product: '云服务器-基础监控',
    value: '97.4%',
    expression: 'CPU 利用率 > 90%',
  });
  assert.equal(parseFixture('tencent-cloud', 'resolved')[0]?.endsAt, '2026-11-21T02:05:00.000Z');
  assert.deepEqual([event?.labels.metric, event?.annotations.reason], ['guest_reboot', '内核异常']);
});

test('tencent-cloud: a policy that has levels tells the severity', () => {
  const severity = (level: string): string | undefined =>
    parseText(
      'tencent-cloud',
      changed('tencent-cloud', (body) => Object.assign(body, { alarmLevel: level })),
    )[0]?.labels.severity;

  assert.deepEqual(['Serious', 'Warn', 'Remind', '紧急', ''].map(severity), ['critical', 'warning', 'info', 'critical', 'warning']);
});

test('huawei-cloud: the alarm inside the notification', () => {
  const [alert] = parseFixture('huawei-cloud', 'firing');

  assert.equal(alert?.startsAt, '2026-11-21T01:43:00.006Z');
  assert.deepEqual(
    [alert?.labels.instance, alert?.labels.resource, alert?.labels.metric, alert?.labels.severity],
    ['192.168.1.130', 'shop-web-1', 'cpu_usage', 'critical'],
  );
  assert.equal(alert?.annotations.value, '97.08%');
  assert.equal(alert?.annotations.expression, 'Raw data cpu_usage >= 80%');
  assert.match(alert?.generatorUrl ?? '', /^https:\/\/console\.huaweicloud\.com\/ces\//);
  assert.throws(() => parseText('huawei-cloud', JSON.stringify({ type: 'Notification', message: 'hello' })), /message of SMN is not JSON/);
});

test('aws-cloudwatch: the alarm inside the notification, its severity from its description', () => {
  const [alert] = parseFixture('aws-cloudwatch', 'firing');

  assert.equal(alert?.groupKey, 'aws-cloudwatch:arn:aws:cloudwatch:us-east-1:123456789012:alarm:shop-web-cpu');
  assert.equal(alert?.startsAt, '2026-11-21T01:43:00.551Z');
  assert.deepEqual(
    [alert?.labels.instance, alert?.labels.region, alert?.labels.metric, alert?.labels.severity],
    ['i-0b22a22eec53b9321', 'us-east-1', 'CPUUtilization', 'critical'],
  );
  assert.equal(alert?.annotations.expression, 'AVERAGE CPUUtilization GreaterThanThreshold 90');
  assert.equal(
    alert?.generatorUrl,
    'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/shop-web-cpu',
  );
});

test("aws-cloudwatch: raw delivery and EventBridge's state change are the same alarm", () => {
  const [{ fingerprint } = { fingerprint: '' }] = parseFixture('aws-cloudwatch', 'firing');

  for (const name of ['raw', 'state-change']) {
    const [alert] = parseFixture('aws-cloudwatch', name);
    assert.deepEqual([alert?.fingerprint, alert?.labels.severity], [fingerprint, 'critical'], name);
  }
});

test('azure-monitor: rule, target, dimensions and threshold', () => {
  const [alert] = parseFixture('azure-monitor', 'firing');

  assert.equal(alert?.startsAt, '2026-11-21T01:43:24.371Z');
  assert.deepEqual(
    [alert?.labels.instance, alert?.labels.resource_group, alert?.labels.role, alert?.labels.team, alert?.labels.severity],
    ['shop-vm-1', 'shop-rg', 'web', 'shop', 'critical'],
  );
  assert.equal(alert?.annotations.expression, 'Average Percentage CPU GreaterThan 90');
  assert.match(alert?.generatorUrl ?? '', /^https:\/\/portal\.azure\.com\/.*%2Falerts%2Fb9569717/);
  assert.throws(() => parseText('azure-monitor', '{"schemaId":"AzureMonitorMetricAlert","data":{}}'), /switch the common alert schema on/);
});

test('google-cloud: incident, resource, metric and documentation', () => {
  const [alert] = parseFixture('google-cloud', 'firing');

  assert.equal(alert?.groupKey, 'google-cloud:shop-prod:Shop CPU:VM Instance - CPU');
  assert.deepEqual(
    [alert?.labels.instance, alert?.labels.team, alert?.labels.project, alert?.labels.severity],
    ['11223344', 'shop', 'shop-prod', 'critical'],
  );
  assert.deepEqual([alert?.annotations.summary, alert?.annotations.value], ['[ALERT] Shop CPU above 90 %', '0.964']);
});

test('datadog: monitor, scope, tags and priority', () => {
  const [alert] = parseFixture('datadog', 'firing');

  assert.equal(alert?.groupKey, 'datadog:91834421');
  assert.deepEqual(
    [alert?.labels.host, alert?.labels.service, alert?.labels.env, alert?.labels.severity, alert?.labels.monitor],
    ['web-7', 'shop', 'prod', 'critical', undefined],
  );
  assert.equal(alert?.annotations.summary, 'CPU is high on web-7');
  assert.equal(parseFixture('datadog', 'default-payload')[0]?.status, 'resolved');
});

test('pagerduty: an incident, whatever of it is told; pings and notes are no alerts', () => {
  const [alert] = parseFixture('pagerduty', 'firing');

  assert.equal(alert?.startsAt, '2026-11-21T01:43:00.000Z');
  assert.deepEqual([alert?.labels.service, alert?.labels.severity, alert?.labels.pagerduty_id], ['shop-web', 'critical', 'PCPZE64']);
  assert.equal(parseFixture('pagerduty', 'resolved')[0]?.endsAt, '2026-11-21T02:05:10.000Z');
  assert.deepEqual(parseFixture('pagerduty', 'ping'), []);
  assert.deepEqual(
    parseText('pagerduty', '{"event":{"event_type":"incident.annotated","data":{"type":"incident_note","content":"x"}}}'),
    [],
  );
});

test('opsgenie: an alert by its action; a note is none', () => {
  const [alert] = parseFixture('opsgenie', 'firing');

  assert.equal(alert?.startsAt, '2026-11-21T01:43:00.123Z');
  assert.deepEqual([alert?.labels.instance, alert?.labels.region, alert?.labels.severity], ['web-7', 'sh', 'critical']);
  assert.equal(parseFixture('opsgenie', 'resolved')[0]?.endsAt, '2026-11-21T01:53:20.000Z');
  assert.deepEqual(parseFixture('opsgenie', 'note'), []);
});

test('sentry: an issue alert and its issue are one alert', () => {
  const [issue] = parseFixture('sentry', 'firing');
  const [alert] = parseFixture('sentry', 'issue-alert');

  assert.equal(alert?.fingerprint, issue?.fingerprint);
  assert.deepEqual(
    [alert?.labels.rule, alert?.labels.server_name, alert?.labels.environment, alert?.labels.severity],
    ['Fatal errors of checkout', 'web-7', 'prod', 'critical'],
  );
  assert.equal(issue?.generatorUrl, 'https://shop.sentry.io/issues/1170820242/');
});

test('sentry: a metric alert is critical, warns and ends; other hooks are no alerts', () => {
  const [begun] = parseFixture('sentry', 'metric-critical');
  const [ended] = parseFixture('sentry', 'metric-resolved');

  assert.deepEqual([begun?.status, begun?.labels.severity, begun?.labels.alertname], ['firing', 'critical', 'p95 of checkout']);
  assert.deepEqual([ended?.status, ended?.fingerprint, ended?.endsAt], ['resolved', begun?.fingerprint, '2026-11-21T02:05:00.000Z']);
  assert.deepEqual(parseText('sentry', '{"action":"created","data":{"installation":{"uuid":"u"}}}'), []);
  assert.deepEqual(
    parseText(
      'sentry',
      changed('sentry', (body) => Object.assign(body, { action: 'assigned' })),
    ),
    [],
  );
});
