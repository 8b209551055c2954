import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  byNewest,
  type Labels,
  type Severity,
  severities,
  severityOf,
  spelledOut,
  titleOf,
  worseSeverity,
} from '../../src/domain/alert.ts';

const spellings: readonly [labels: Labels, severity: Severity][] = [
  [{ severity: 'critical' }, 'critical'],
  [{ severity: 'CRITICAL' }, 'critical'],
  [{ severity: 'page' }, 'critical'],
  [{ priority: 'P1' }, 'critical'],
  [{ level: '紧急' }, 'critical'],
  [{ severity: 'warning' }, 'warning'],
  [{ severity: 'P2' }, 'warning'],
  [{ severity: 'moderate' }, 'warning'],
  [{}, 'warning'],
  [{ severity: '' }, 'warning'],
  [{ severity: 'info' }, 'info'],
  [{ level: '提示' }, 'info'],
  [{ severity: 'info', priority: 'P1' }, 'info'],
  [{ severity: 'not critical' }, 'warning'],
];

for (const [labels, severity] of spellings) {
  test(`severityOf() takes ${JSON.stringify(labels)} as ${severity}`, () => assert.equal(severityOf(labels), severity));
}

test('worseSeverity() is the more severe of two, whichever comes first', () => {
  for (const [index, one] of severities.entries()) {
    for (const other of severities.slice(index)) assert.deepEqual([worseSeverity(one, other), worseSeverity(other, one)], [one, one]);
  }
});

test('titleOf() is the summary, else what comes closest to what a person would say', () => {
  const labels = { alertname: 'DiskFull' };

  assert.equal(titleOf({ labels, annotations: { summary: 'disk is full', message: 'm', description: 'd' } }), 'disk is full');
  assert.equal(titleOf({ labels, annotations: { message: 'm', description: 'd' } }), 'm');
  assert.equal(titleOf({ labels, annotations: { description: 'd' } }), 'DiskFull');
  assert.equal(titleOf({ labels: {}, annotations: { description: 'd' } }), 'd');
  assert.equal(titleOf({ labels: {}, annotations: {} }), 'alert');
});

for (const [name, words] of [
  ['NodeFilesystemAlmostOutOfSpace', 'Node Filesystem Almost Out Of Space'],
  ['HostHighCPULoad', 'Host High CPU Load'],
  ['etcdMembersDown', 'etcd Members Down'],
  ['redis_memory-high', 'redis memory high'],
  ['磁盘告警', '磁盘告警'],
] as const) {
  test(`spelledOut() reads ${name} word by word`, () => assert.equal(spelledOut(name), words));
}

test('byNewest() puts the latest beginning first, and of one moment the latest id', () => {
  const alerts = [
    { startsAt: '2026-11-01T00:00:00.000Z', id: 'a' },
    { startsAt: '2026-11-02T00:00:00.000Z', id: 'b' },
    { startsAt: '2026-11-02T00:00:00.000Z', id: 'c' },
  ];

  assert.deepEqual(
    alerts.sort(byNewest).map(({ id }) => id),
    ['c', 'b', 'a'],
  );
});
