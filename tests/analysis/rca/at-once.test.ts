import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failingAtOnce, onlySlows } from '../../../src/analysis/rca/at-once.ts';
import { relate } from '../../../src/analysis/rca/relate.ts';
import type { TextValue } from '../../../src/domain/text.ts';
import { candidate, topology } from './make-candidate.ts';

const failing = (values: Readonly<Record<string, TextValue>>) =>
  candidate('web', 'http.server-error', { kind: 'http', role: 'symptom', looksLike: ['waiting'] }, { values });
const quick = failing({ 'health.max.totalMs': 80, 'health.slowMs': 1_000 });
const late = failing({ 'health.max.totalMs': 3_000, 'health.slowMs': 1_000 });

test('failingAtOnce() has the systems that answer with an error and are not late', () => {
  assert.deepEqual([...failingAtOnce([quick])], ['web']);
  assert.deepEqual([...failingAtOnce([late])], []);
  assert.deepEqual([...failingAtOnce([failing({})])], [], 'nobody has taken the time');
  const slow = candidate('web', 'http.slow-answer', { kind: 'http', looksLike: ['waiting', 'slow'] });
  assert.deepEqual([...failingAtOnce([quick, slow])], []);
});

test('a store that is only slow bears on who waits for it, and not on who fails at once', () => {
  const scans = candidate('cache', 'redis.costly', { kind: 'redis', severity: 'warning', looksLike: ['asked-more'] });
  const relationOf = (service: typeof quick) => relate([service, scans], topology, ['web'])[1]?.hypothesis.relation;

  assert.equal(onlySlows(scans), true);
  assert.equal(onlySlows(candidate('cache', 'redis.full', { looksLike: ['slow'] })), false, 'what is critical may refuse, too');
  assert.equal(relationOf(late), 'linked');
  assert.equal(relationOf(quick), 'aside');
});
