import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endedPartitions } from '../../../../src/systems/mysql/probes/failing-partition.ts';

const cases = [
  {
    name: 'the last partition has come to its end',
    row: { name: 'p20261130', bound: "'2026-12-01'", past: 1, ends: '2026-12-01' },
    expected: ['p20261130', '2026-12-01'],
  },
  { name: 'the last partition takes what comes now', row: { name: 'p2027', bound: '2028', past: 0, ends: '2028' }, expected: [null, null] },
  { name: 'a partition for all the rest', row: { name: 'pmax', bound: 'MAXVALUE', past: 1, ends: 'MAXVALUE' }, expected: [null, null] },
  { name: 'a table without partitions', row: {}, expected: [null, null] },
] as const;

for (const { name, row, expected } of cases) {
  test(`endedPartitions(): ${name}`, () => {
    const facts = endedPartitions(row);

    assert.deepEqual([facts['statements.failing.lastPartition'], facts['statements.failing.partitionsEnd']], expected);
  });
}
