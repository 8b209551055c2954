import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AlertMappingInput, alertMapping } from '../../../src/config/alert-sources.ts';
import { createEvaluate } from '../../../src/intake/mapping/evaluate.ts';
import { type Mapped, toAlerts } from '../../../src/intake/mapping/to-alerts.ts';

const now = '2026-11-29T03:00:00.000Z';
const evaluate = createEvaluate({ timeMs: 10_000, itemsMax: 1_000 });

async function map(given: AlertMappingInput, body: unknown): Promise<Mapped> {
  const mapping = alertMapping.parse(given);
  const evaluated = await evaluate(mapping, { body, meta: {}, receivedAt: now });
  return toAlerts(evaluated, mapping, { source: 'generic/erp', now, locale: 'en' });
}

const erp: AlertMappingInput = {
  items: 'events',
  when: '$not(kind = "test")',
  name: 'rule',
  severity: 'priority',
  severities: { P1: 'critical', P3: 'info' },
  labels: { host: 'host.name' },
  summary: 'rule & " on " & host.name',
  startsAt: 'at',
  resolved: 'state = "cleared"',
  fingerprint: '[id, host.name]',
  group: 'rule',
  link: 'url',
};

test('toAlerts() makes one alert of each item, and its end has the identity of its beginning', async () => {
  const event = {
    rule: 'Disk full',
    priority: 'P1',
    host: { name: 'db-1' },
    id: 7,
    at: '2026-11-29T02:59:00Z',
    url: 'https://erp.example/7',
  };
  const { items } = await map(erp, { events: [event, { ...event, state: 'cleared', priority: 'P3' }, { ...event, kind: 'test' }] });

  const [begun, over, left] = items;
  assert.equal(begun?.alert?.status, 'firing');
  assert.deepEqual(begun?.alert?.labels, { alertname: 'Disk full', severity: 'critical', host: 'db-1' });
  assert.deepEqual(begun?.alert?.annotations, { summary: 'Disk full on db-1' });
  assert.equal(begun?.alert?.startsAt, '2026-11-29T02:59:00.000Z');
  assert.equal(begun?.alert?.generatorUrl, 'https://erp.example/7');
  assert.equal(begun?.alert?.groupKey, 'generic/erp:Disk full');
  assert.equal(over?.alert?.status, 'resolved');
  assert.equal(over?.alert?.fingerprint, begun?.alert?.fingerprint);
  assert.deepEqual([left?.alert, left?.isLeftOut], [null, true]);
});

test('toAlerts() tells the origin of every field', async () => {
  const { items } = await map(erp, { events: { rule: 'Disk full', priority: 'P1', host: { name: 'db-1' }, id: 7 } });

  const origins = Object.fromEntries((items[0]?.fields ?? []).map(({ field, origin, value }) => [field, [origin, value]]));
  assert.deepEqual(origins.severity, ['table', 'critical']);
  assert.deepEqual(origins.name, ['given', 'Disk full']);
  assert.deepEqual(origins.startsAt, ['default', null]);
  assert.deepEqual(origins['labels.host'], ['given', 'db-1']);
});

test('toAlerts() lets an alert through without what could not be read, and says so', async () => {
  const body = { rule: 'Disk', priority: 'P9', host: 5, at: 'yesterday', url: 'javascript:alert(1)' };
  const { items } = await map(
    { name: 'rule', severity: 'priority', labels: { host: '$uppercase(host)' }, startsAt: 'at', link: 'url' },
    body,
  );

  const alert = items[0]?.alert;
  assert.equal(alert?.startsAt, now);
  assert.equal(alert?.generatorUrl, null);
  for (const field of ['severity', 'labels.host', 'startsAt', 'link'])
    assert.match(alert?.annotations.mapping_problems ?? '', new RegExp(`${field}: `));
  assert.match(items[0]?.fields.find(({ field }) => field === 'labels.host')?.problem?.['zh-CN'] ?? '', /第 \d+ 个字符/);
});

test('toAlerts() has no alert without a name, a state or an identity that it could rely on', async () => {
  const cases: readonly AlertMappingInput[] = [
    { name: 'missing' },
    { name: 'rule', resolved: '$uppercase(5)' },
    { name: 'rule', fingerprint: '$uppercase(5)' },
    { name: 'rule', when: '$uppercase(5)' },
  ];

  for (const mapping of cases) {
    const { items } = await map(mapping, { rule: 'Disk' });
    assert.deepEqual([items[0]?.alert, items[0]?.isLeftOut], [null, false], JSON.stringify(mapping));
  }
  assert.match((await map({ items: '$uppercase(5)', name: 'x' }, {})).problem?.en ?? '', /^items: character/);
});

test('toAlerts() takes an end that has passed for the end, and lets what never ends hold for a while', async () => {
  const [over, holding] = await Promise.all([
    map({ name: 'rule', endsAt: 'end' }, { rule: 'Disk', end: '2026-11-29T02:00:00Z' }),
    map({ name: 'rule', holdMinutes: 30, labels: '{ "host": "a", "n": 3 }' }, { rule: 'Disk' }),
  ]);

  assert.equal(over.items[0]?.alert?.status, 'resolved');
  assert.equal(holding.items[0]?.alert?.status, 'firing');
  assert.equal(holding.items[0]?.alert?.endsAt, '2026-11-29T03:30:00.000Z');
  assert.deepEqual(holding.items[0]?.alert?.labels, { alertname: 'Disk', severity: 'warning', host: 'a', n: '3' });
});

test('toAlerts() masks secrets in what it keeps and in what it shows', async () => {
  const { items } = await map({ name: 'rule', description: 'text' }, { rule: 'Disk', text: 'password=hunter2-hunter2' });

  assert.doesNotMatch(JSON.stringify(items), /hunter2/);
});
