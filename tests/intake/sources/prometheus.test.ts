import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prometheus } from '../../../src/intake/sources/prometheus.ts';
import { context } from './contract.ts';

const firing = {
  labels: { alertname: 'DiskFull', severity: 'critical', instance: 'db-1:9100', empty: '' },
  annotations: { summary: 'disk 97%' },
  startsAt: '2026-11-21T01:43:00.123Z',
  endsAt: '2026-11-21T02:34:00.123Z',
  generatorURL: 'http://prometheus:9090/graph?g0.expr=disk',
};

test('prometheus: what holds until later fires until then', () => {
  const [alert] = prometheus.parse([firing], context);

  assert.deepEqual(alert, {
    source: 'prometheus',
    fingerprint: alert?.fingerprint,
    groupKey: 'prometheus:{"alertname":"DiskFull"}',
    status: 'firing',
    labels: { alertname: 'DiskFull', severity: 'critical', instance: 'db-1:9100' },
    annotations: { summary: 'disk 97%' },
    startsAt: '2026-11-21T01:43:00.123Z',
    endsAt: '2026-11-21T02:34:00.123Z',
    generatorUrl: 'http://prometheus:9090/graph?g0.expr=disk',
  });
});

test('prometheus: what ended is over, and is the same alert', () => {
  const [begun] = prometheus.parse([firing], context);
  const [ended] = prometheus.parse([{ ...firing, endsAt: '2026-11-21T02:20:00Z' }], context);

  assert.deepEqual([ended?.status, ended?.endsAt], ['resolved', '2026-11-21T02:20:00.000Z']);
  assert.deepEqual([ended?.fingerprint, ended?.groupKey], [begun?.fingerprint, begun?.groupKey]);
});

test('prometheus: without times it begins now and holds as long as is configured', () => {
  const [alert] = prometheus.parse([{ labels: { alertname: 'A' }, endsAt: '0001-01-01T00:00:00Z' }], context);

  assert.deepEqual([alert?.status, alert?.startsAt, alert?.endsAt], ['firing', context.now, '2026-11-21T02:35:00.000Z']);
});

test('prometheus: groups are of the labels that are configured, a missing one counts as empty', () => {
  const grouped = { ...context, groupBy: ['alertname', 'cluster'] };

  assert.equal(prometheus.parse([firing], grouped)[0]?.groupKey, 'prometheus:{"alertname":"DiskFull","cluster":""}');
});

test('prometheus: what is no list, or has no labels, is refused', () => {
  assert.throws(() => prometheus.parse({ alerts: [] }, context), /expected a list of alerts/);
  assert.throws(() => prometheus.parse([{ labels: { a: '' } }], context), /0\.labels: expected at least one label/);
});
