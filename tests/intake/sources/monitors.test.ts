/** What is read of the notifications of monitoring tools, field by field. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { parse } from 'yaml';
import { parseFixture, parseText, readFixture } from './contract.ts';

const changed = (source: string, change: object): string => JSON.stringify({ ...JSON.parse(readFixture(source, 'firing')), ...change });

test('zabbix: one problem with its host, tags, trigger and link', () => {
  const [alert] = parseFixture('zabbix', 'firing');

  assert.deepEqual(alert, {
    source: 'zabbix',
    fingerprint: alert?.fingerprint,
    groupKey: 'zabbix:Zabbix agent is not available (for {$AGENT.TIMEOUT})',
    status: 'firing',
    labels: {
      alertname: 'Zabbix agent is not available (for {$AGENT.TIMEOUT})',
      severity: 'warning',
      scope: 'availability',
      service: 'shop',
      host: 'web-7',
      host_name: 'Web 7 (Shanghai)',
      instance: '10.2.0.17',
      host_groups: 'Linux servers, Web',
      item: 'zabbix[host,agent,available]',
      zabbix_severity: 'Average',
      trigger_id: '22391',
    },
    annotations: {
      summary: 'Zabbix agent is not available on web-7 (for 3m)',
      description: 'For passive checks only: the availability of the agent is used with a timeout.',
      value: 'Current state: not available (0)',
      expression: 'max(/Linux by Zabbix agent/zabbix[host,agent,available],{$AGENT.TIMEOUT})=0',
    },
    startsAt: '2026-11-21T01:57:40.000Z',
    endsAt: null,
    generatorUrl: 'https://zabbix.example.com/tr_events.php?triggerid=22391&eventid=48211',
  });
  assert.equal(parseFixture('zabbix', 'resolved')[0]?.endsAt, '2026-11-21T02:10:05.000Z');
});

test('zabbix: six severities are three', () => {
  const severities = ['0', '1', '2', '3', '4', '5'].map(
    (number) => parseText('zabbix', changed('zabbix', { severity_number: number }))[0]?.labels.severity,
  );

  assert.deepEqual(severities, ['info', 'info', 'warning', 'warning', 'critical', 'critical']);
});

interface Sent {
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** The script of the media type that is shipped, run as Zabbix runs it, with its request caught. */
function runMediaType(given: Readonly<Record<string, string>>, status = 200): { readonly result: unknown; readonly sent: readonly Sent[] } {
  const file = readFileSync(join(import.meta.dirname, '..', '..', '..', 'config', 'zabbix-media-type.yaml'), 'utf8');
  const [media] = parse(file).zabbix_export.media_types;
  const macros = Object.fromEntries(media.parameters.map(({ name, value }: { name: string; value: string }) => [name, value]));
  const sent: Sent[] = [];
  class HttpRequest {
    readonly #headers: string[] = [];
    addHeader(header: string): void {
      this.#headers.push(header);
    }
    post(url: string, body: string): string {
      sent.push({ url, headers: this.#headers, body });
      return '{"error":{"message":"no"}}';
    }
    getStatus(): number {
      return status;
    }
  }
  const result: unknown = runInNewContext(`(function (value) {${media.script}})`, { HttpRequest })(JSON.stringify({ ...macros, ...given }));
  return { result, sent };
}

const problem = {
  zhiban_url: 'https://zhiban.example.com/',
  zhiban_token: 'the-token',
  zabbix_url: 'https://zabbix.example.com',
  event_id: '48211',
  event_value: '1',
  event_source: '0',
  event_name: 'Disk space is low on web-7',
  event_date: '2026.11.21',
  event_time: '09:57:40',
  severity: 'High',
  severity_number: '4',
  tags: '[{"tag":"service","value":"shop"}]',
  trigger_id: '22391',
  trigger_name: 'Disk space is low',
  host: 'web-7',
};

test('zabbix: the media type that is shipped sends what the source reads', () => {
  const { result, sent } = runMediaType(problem);
  const [alert] = parseText('zabbix', sent[0]?.body ?? '');

  assert.equal(result, 'OK');
  assert.equal(sent[0]?.url, 'https://zhiban.example.com/hooks/zabbix');
  assert.deepEqual(sent[0]?.headers, ['Content-Type: application/json', 'Authorization: Bearer the-token']);
  assert.equal(alert?.labels.service, 'shop');
  assert.equal(alert?.labels.severity, 'critical');
  // Macros without a value are no words.
  assert.equal('value' in (alert?.annotations ?? {}), false);
  assert.equal(alert?.startsAt, new Date(2026, 10, 21, 9, 57, 40).toISOString());
  assert.equal(alert?.generatorUrl, 'https://zabbix.example.com/tr_events.php?triggerid=22391&eventid=48211');
});

test('zabbix: a recovery ends the problem of the same event; a failure is thrown so that Zabbix tries again', () => {
  const [begun] = parseText('zabbix', runMediaType(problem).sent[0]?.body ?? '');
  const [ended] = parseText(
    'zabbix',
    runMediaType({ ...problem, recovery_date: '2026.11.21', recovery_time: '10:05:00' }).sent[0]?.body ?? '',
  );

  assert.equal(ended?.status, 'resolved');
  assert.equal(ended?.fingerprint, begun?.fingerprint);
  assert.throws(() => runMediaType(problem, 503), /^Zhiban answered 503/);
  assert.throws(() => runMediaType({ ...problem, event_source: '3' }), /events of triggers/);
  assert.throws(() => runMediaType({ ...problem, zhiban_url: '{$ZHIBAN.URL}' }), /global macro/);
});

test('nightingale: rule, tags, value and the first of its triggers', () => {
  const [alert] = parseFixture('nightingale', 'firing');

  assert.equal(alert?.groupKey, 'nightingale:118');
  assert.equal(alert?.startsAt, '2026-11-21T01:43:00.000Z');
  assert.equal(alert?.labels.severity, 'critical');
  assert.equal(alert?.labels.instance, '10.2.0.31:6379');
  assert.equal(alert?.labels.service, 'orders');
  assert.equal(alert?.labels.busi_group, '订单业务组');
  assert.equal(alert?.annotations.summary, 'redis-1 内存 97%');
  assert.equal(alert?.annotations.value, '97.31250');
  assert.equal(alert?.annotations.runbook_url, 'https://wiki.example.com/redis-memory');
  assert.equal(parseFixture('nightingale', 'resolved')[0]?.endsAt, '2026-11-21T02:10:00.000Z');
});

test('nightingale: a list is one alert each, of one group; version 5 has its tags as text', () => {
  const listed = parseFixture('nightingale', 'list');
  const [old] = parseFixture('nightingale', 'version-5');

  assert.deepEqual(
    listed.map(({ groupKey, labels }) => [groupKey, labels.severity]),
    [
      ['nightingale:118', 'critical'],
      ['nightingale:118', 'info'],
    ],
  );
  assert.equal(old?.labels.service, 'orders');
  assert.equal(old?.labels.instance, 'redis-1');
  assert.equal(old?.startsAt, '2026-11-21T02:00:00.000Z');
});

test('open-falcon: the address is the event, in the time of the zone that is configured', () => {
  const [alert] = parseFixture('open-falcon', 'firing');

  assert.equal(alert?.startsAt, '2026-11-21T01:57:00.000Z');
  assert.equal(alert?.groupKey, 'open-falcon:stra:131:cpu.idle');
  assert.deepEqual(
    [alert?.labels.instance, alert?.labels.module, alert?.labels.priority, alert?.labels.severity],
    ['web-7', 'shop', 'P1', 'critical'],
  );
  assert.equal(alert?.annotations.value, '3.1');
  // The tags come from a map of Go, in any order.
  const [other] = parseText('open-falcon', changed('open-falcon', { tags: 'idc:sh1,module:shop' }));
  assert.equal(other?.fingerprint, alert?.fingerprint);
});

test('skywalking: each alarm by itself, with the service that its name holds', () => {
  const [service, endpoint] = parseFixture('skywalking', 'firing');

  assert.deepEqual(
    [service?.labels.service, service?.labels.severity, service?.groupKey],
    ['orders', 'critical', 'skywalking:service_resp_time_rule'],
  );
  assert.deepEqual([endpoint?.labels.service, endpoint?.labels.endpoint, endpoint?.labels.severity], ['orders', 'POST:/orders', 'warning']);
  assert.equal(service?.startsAt, '2026-11-21T01:43:00.000Z');
  assert.equal(parseFixture('skywalking', 'resolved')[0]?.endsAt, '2026-11-21T01:53:20.000Z');
});

test('skywalking: instances and relations are named too, and a recovery at zero is none', () => {
  const named = (scope: string, name: string): Readonly<Record<string, string>> =>
    parseText('skywalking', JSON.stringify([{ scope, name, ruleName: 'r', startTime: 1_795_225_380_000, recoveryTime: 0 }]))[0]?.labels ??
    {};

  assert.equal(named('SERVICE_INSTANCE', 'pod-1@10.0.0.1 of orders').instance, 'pod-1@10.0.0.1');
  assert.equal(named('SERVICE_RELATION', 'shop to orders').target, 'orders');
  assert.equal(named('ENDPOINT', 'GET:/in in stock').endpoint, 'GET:/in');
  assert.equal(named('PROCESS', 'nginx').entity, 'nginx');
  assert.equal(parseText('skywalking', JSON.stringify([{ name: 'a', ruleName: 'r', recoveryTime: 0 }]))[0]?.status, 'firing');
});

test('kibana: the rule, its alert and the reason', () => {
  const [alert] = parseFixture('kibana', 'firing');

  assert.deepEqual([alert?.labels.alertname, alert?.labels.instance, alert?.labels.severity], ['Orders errors', 'web-7', 'critical']);
  assert.match(alert?.annotations.description ?? '', /^Document count is 318/);
  assert.match(alert?.generatorUrl ?? '', /^https:\/\/kibana\.example\.com\/app\//);
  assert.equal(parseText('kibana', changed('kibana', { alert_id: 'query matched' }))[0]?.labels.instance, undefined);
});

test('elastalert: the match with what tells it from others', () => {
  const [alert] = parseFixture('elastalert', 'firing');

  assert.deepEqual([alert?.labels.key, alert?.labels.service, alert?.annotations.hits], ['web-7', 'orders', '318']);
  assert.equal(parseText('elastalert', changed('elastalert', { resolved: 'true' }))[0]?.status, 'resolved');
});

test('uptime-kuma: what is down, since when in UTC, and no alert for a test', () => {
  const [alert] = parseFixture('uptime-kuma', 'firing');

  assert.equal(alert?.startsAt, '2026-11-21T01:57:40.512Z');
  assert.deepEqual([alert?.labels.instance, alert?.labels.service], ['https://shop.example.com/health', 'shop']);
  assert.equal(alert?.annotations.reason, 'Request failed with status code 503');
  assert.deepEqual(parseFixture('uptime-kuma', 'test'), []);
});

test('cloudevents: structured, in a batch and binary are the same event', () => {
  const structured = parseFixture('cloudevents', 'firing');
  const text = readFixture('cloudevents', 'firing');
  const { data, datacontenttype: _, ...attributes } = JSON.parse(text);
  const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeURIComponent(String(value))]));

  assert.deepEqual(parseText('cloudevents', `[${text}]`), structured);
  assert.deepEqual(parseText('cloudevents', JSON.stringify(data), headers), structured);
  assert.deepEqual(
    [structured[0]?.labels.instance, structured[0]?.labels.ce_source, structured[0]?.labels.ce_type],
    ['db-1', '/shop/disk-watch', 'com.example.disk.full'],
  );
});

test('cloudevents: an event without data is refused, one without a title is called by its type', () => {
  const event = { specversion: '1.0', id: '1', source: '/s', type: 'com.example.down', time: '2026-11-21T01:43:00Z' };

  assert.throws(() => parseText('cloudevents', JSON.stringify(event)), /The event '1' carries no data in JSON/);
  assert.equal(parseText('cloudevents', JSON.stringify({ ...event, data: { severity: 'info' } }))[0]?.labels.alertname, 'com.example.down');
});
