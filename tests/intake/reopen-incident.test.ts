/** `reopenIncident()` through the whole intake is in `noise/rules.test.ts`; here is when it applies. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSoonAfter } from '../../src/intake/reopen-incident.ts';
import { sampleIncident } from '../store/samples.ts';

test('isSoonAfter() takes what comes back within the minutes, and no question', () => {
  const resolvedAt = '2026-11-21T02:00:00.000Z';
  const incident = { ...sampleIncident({ resolvedAt }), tenantId: 't', code: 'ZB-1', revision: 1 };
  const at = (minute: number) => Date.parse(resolvedAt) + minute * 60_000;

  assert.deepEqual([isSoonAfter(incident, 10, at(10)), isSoonAfter(incident, 10, at(11))], [true, false]);
  assert.equal(isSoonAfter({ ...incident, origin: 'question' }, 10, at(1)), false);
  assert.equal(isSoonAfter(incident, 0, at(0)), false);
  assert.equal(isSoonAfter({ ...incident, resolvedAt: null }, 10, at(1)), false);
});
