import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGrafana } from '../../../src/intake/sources/grafana.ts';
import { fixture } from '../desk.ts';

const now = '2026-11-21T02:00:00.000Z';

test('parseGrafana() reads what Grafana sends: the panel as the link, the values as an annotation', () => {
  const [alert] = parseGrafana(fixture('grafana-firing'), now);

  assert.match(alert?.groupKey ?? '', /^grafana:1:\{\}/);
  assert.equal(alert?.startsAt, '2026-11-21T01:57:40.000Z');
  assert.equal(alert?.generatorUrl, 'https://grafana.example.com/d/Q7fLzq4Vk?orgId=1&viewPanel=12');
  assert.match(alert?.annotations.grafana_values ?? '', /value=1\.274/);
  assert.equal(alert?.labels.service, 'orders');
});

test('parseGrafana() without a group takes each alert as its own', () => {
  const alert = { status: 'firing', labels: { alertname: 'A' }, startsAt: now };

  const [one, other] = parseGrafana({ alerts: [alert, { ...alert, labels: { alertname: 'B' } }] }, now);

  assert.notEqual(one?.groupKey, other?.groupKey);
  assert.match(one?.groupKey ?? '', /^grafana:0:[0-9a-f]{16}$/);
});

test('parseGrafana() masks the values and takes no link that a browser would run', () => {
  const alert = {
    status: 'firing',
    labels: {},
    startsAt: now,
    valueString: 'password=hunter2hunter2',
    panelURL: 'javascript:alert(1)',
    dashboardURL: 'https://g/d',
  };

  const [parsed] = parseGrafana({ alerts: [alert] }, now);

  assert.doesNotMatch(JSON.stringify(parsed), /hunter2|javascript/);
  assert.equal(parsed?.generatorUrl, 'https://g/d');
});

test('parseGrafana() names the field that does not fit', () => {
  const bad = { alerts: [{ status: 'alerting', labels: {}, startsAt: now }] };

  assert.throws(() => parseGrafana(bad, now), {
    kind: 'invalid',
    message: /^The body is not a notification of Grafana: alerts\.0\.status: /,
  });
});
