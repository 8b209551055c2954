import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarise } from '../../src/analysis/insights/summarise.ts';
import { insightCsv } from '../../src/text/insight-csv.ts';
import { recordOf, resolvedAfter } from '../analysis/insights/records.ts';

test('insightCsv() writes a line a group and the total last, and no name becomes a formula', () => {
  const records = [resolvedAfter(10, { service: '=cmd|"x"' }), recordOf({ service: 'shop, web' }, 5)];
  const span = { since: '2026-11-01T00:00:00.000Z', until: '2026-12-01T00:00:00.000Z', timeZone: 'UTC' };

  const lines = insightCsv({ ...span, group: 'service', ...summarise(records, 'service'), isTruncated: false }).split('\r\n');

  assert.match(lines[0] ?? '', /^service,incidents,open,alerts,notifications,noise_incidents,noise_share,detect_count,detect_mean_s,/);
  assert.match(lines[1] ?? '', /^"'=cmd\|""x""",1,0,1,1,1,1,1,60,60,60,0,,,,0,,,,1,600,600,600,0,,$/);
  assert.match(lines[2] ?? '', /^"shop, web",1,1,/);
  assert.match(lines[3] ?? '', /^,2,1,/);
  assert.equal(lines.at(-1), '');
});
