import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chartPaths } from '../../../../src/console/pages/detections/chart-paths.ts';

const size = { width: 100, height: 50 };
const seen = { times: [0, 1, 2, 3], values: [1, 2, 3, 2], low: [0, 0], high: [4, 4] };

test('chartPaths() draws what was measured, the band of the newest points, and the moment since when it is unusual', () => {
  const paths = chartPaths({ ...seen, movedAtMs: 2 }, null, size);

  assert.match(paths?.line ?? '', /^M4 \S+L/);
  assert.match(paths?.band ?? '', /^M65.3 .*Z$/);
  assert.deepEqual([paths?.ahead, paths?.aheadBand, paths?.limitY], ['', '', null]);
  assert.equal(paths?.movedX, 65.3);
});

test('chartPaths() joins what comes to what was, and makes room for a limit that is near, not for one far away', () => {
  const ahead = { times: [4, 5], values: [3, 4], low: [2, 2], high: [4, 6] };
  const near = chartPaths({ ...seen, ahead }, 5, size);
  const far = chartPaths({ ...seen, ahead }, 5_000, size);

  assert.ok(near?.ahead.startsWith(`M${near.last.x} ${near.last.y}L`));
  assert.ok(near?.aheadBand.endsWith('Z'));
  assert.ok((near?.limitY ?? 99) < 10);
  assert.equal(far?.limitY, null);
});

test('chartPaths() has nothing for less than two points, and only numbers for any', () => {
  assert.equal(chartPaths({ times: [1], values: [1], low: [], high: [] }, null, size), null);
  const number = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(fc.array(number, { minLength: 2, maxLength: 40 }), number, (values, limit) => {
      const times = values.map((_, index) => index);
      const paths = chartPaths({ times, values, low: values, high: values }, limit, size);

      assert.doesNotMatch(JSON.stringify(paths), /NaN|Infinity/);
    }),
  );
});
