import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calibrationTables, isOfFirstHalf } from '../../bench/analysis/rca.ts';

test('calibrationTables() fits on one half and reports on the other', () => {
  const pairs = Array.from({ length: 200 }, (_, index) => ({ name: `case-${index}`, score: 0.9, isRight: index % 10 < 7 }));
  const held = pairs.filter(({ name }) => !isOfFirstHalf(name)).length;

  const [table] = calibrationTables('made up', pairs);

  const counted = table?.rows.reduce((sum, [, count]) => sum + Number(count), 0);
  assert.equal(counted, held);
  assert.ok(held > 60 && held < 140);
  assert.match(table?.notes[0] ?? '', new RegExp(`reported on the other ${held}; Brier 0\\.2`));
});
