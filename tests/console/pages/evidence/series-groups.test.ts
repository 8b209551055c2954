import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupSeries, isBaseline } from '../../../../src/console/pages/evidence/series-groups.ts';

const weekMs = 604_800_000;
const times = [1_000, 2_000, 3_000].map((time) => time + weekMs);

test('groupSeries() makes one chart per unit, in order', () => {
  const groups = groupSeries([
    { name: 'errors', unit: '/s', times, values: [1, 2, 3] },
    { name: 'used', unit: 'bytes', times, values: [4, 5, 6] },
  ]);

  assert.deepEqual(
    groups.map((group) => group.unit),
    ['/s', 'bytes'],
  );
});

test('groupSeries() lays a baseline of another week under the series', () => {
  const [group] = groupSeries([
    { name: 'errors', unit: '/s', times, values: [1, 2, 3] },
    { name: 'errors (week before)', unit: '/s', times: times.map((time) => time - weekMs), values: [7, 8, 9] },
  ]);

  assert.deepEqual(
    group?.times,
    times.map((time) => time / 1_000),
  );
  assert.deepEqual(group?.lines[1], { name: 'errors (week before)', isBaseline: true, values: [7, 8, 9] });
});

test('groupSeries() leaves gaps where a series has no point', () => {
  const [group] = groupSeries([
    { name: 'a', unit: '', times: [1_000, 3_000], values: [1, 3] },
    { name: 'b', unit: '', times: [2_000], values: [2] },
  ]);

  assert.deepEqual(
    group?.lines.map((line) => line.values),
    [
      [1, null, 3],
      [null, 2, null],
    ],
  );
});

test('isBaseline() knows the names that probes give', () => {
  for (const name of ['baseline', 'cpu (week before)', 'cpu week ago', 'cpu 上周同期']) assert.ok(isBaseline(name), name);
  assert.ok(!isBaseline('cpu'));
});

test('groupSeries() keeps what was computed apart from what was measured', () => {
  const measured = { name: 'latency', unit: 's', times: [1_000, 2_000], values: [1, 2] };
  const forecast = { name: 'latency (forecast)', unit: 's', role: 'forecast' as const, times: [3_000], values: [3] };

  const [group] = groupSeries([forecast, measured]);

  assert.deepEqual(
    group?.lines.map(({ role, values }) => [role, values]),
    [
      ['forecast', [null, null, 3]],
      [undefined, [1, 2, null]],
    ],
  );
});
