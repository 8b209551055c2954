import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildAlert, type Told } from '../../src/intake/build-alert.ts';

const now = '2026-11-21T02:00:00.000Z';

const told: Told = {
  source: 'zabbix',
  identity: ['48211'],
  group: 'Disk full',
  isResolved: false,
  name: 'Disk full',
  severity: 'critical',
  labels: { host: 'web-7', empty: '', none: null, missing: undefined, zero: 0 },
  annotations: { summary: 'full' },
  startsAt: '2026-11-21T01:43:00.000Z',
  endsAt: null,
  url: 'https://zabbix.example.com/1',
};

test('buildAlert() keeps what is there, and leaves out what is not', () => {
  assert.deepEqual(buildAlert(told, now), {
    source: 'zabbix',
    fingerprint: buildAlert(told, now).fingerprint,
    groupKey: 'zabbix:Disk full',
    status: 'firing',
    labels: { alertname: 'Disk full', host: 'web-7', zero: '0', severity: 'critical' },
    annotations: { summary: 'full' },
    startsAt: '2026-11-21T01:43:00.000Z',
    endsAt: null,
    generatorUrl: 'https://zabbix.example.com/1',
  });
});

test('buildAlert() makes the identity of the identity alone, and a group of one where none is told', () => {
  const alert = buildAlert({ ...told, group: null }, now);

  assert.match(alert.fingerprint, /^[0-9a-f]{16}$/);
  assert.equal(buildAlert({ ...told, name: 'Other', labels: {}, isResolved: true }, now).fingerprint, alert.fingerprint);
  assert.notEqual(buildAlert({ ...told, identity: ['48212'] }, now).fingerprint, alert.fingerprint);
  assert.equal(alert.groupKey, `zabbix:${alert.fingerprint}`);
});

test('buildAlert() ends what is over now, and begins what tells no beginning at its end', () => {
  const ended = buildAlert({ ...told, isResolved: true, startsAt: null, endsAt: '2026-11-21T01:50:00.000Z' }, now);

  assert.equal(ended.startsAt, '2026-11-21T01:50:00.000Z');
  assert.equal(buildAlert({ ...told, isResolved: true }, now).endsAt, now);
  assert.equal(buildAlert({ ...told, endsAt: now }, now).endsAt, null);
});

test('buildAlert() masks and cuts, also the name of the group', () => {
  const labels = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`l${index}`, 'x'.repeat(9_000)]));
  const alert = buildAlert({ ...told, labels, group: 'token=hunter2hunter2', annotations: { a: 'password=hunter2hunter2' } }, now);

  assert.equal(Object.keys(alert.labels).length, 100);
  assert.ok(Object.values(alert.labels).every((value) => value.length <= 4_000));
  assert.doesNotMatch(JSON.stringify(alert), /hunter2/);
});
