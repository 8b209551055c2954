import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterOf, isNarrowed, queryOf, withMatcher } from '../../../../src/console/pages/alerts/alert-filter.ts';
import { labelChoices } from '../../../../src/console/pages/alerts/label-choices.ts';

const read = (text: string) => filterOf(new URLSearchParams(text));
const nowMs = Date.parse('2026-11-21T08:00:00.000Z');

test('filterOf() reads the address and passes over what it does not know', () => {
  assert.deepEqual(read('status=odd&since=3y'), read(''));
  assert.deepEqual(
    [read('').view, read('status=untold').view, read('q= a b ').q, read('since=6h').since],
    ['firing', 'untold', 'a b', '6h'],
  );
  assert.deepEqual([isNarrowed(read('')), isNarrowed(read('severity=info')), isNarrowed(read('status=all'))], [false, true, true]);
});

test('queryOf() asks by state, or for what was kept back alone, since a moment', () => {
  assert.deepEqual(
    ['', 'status=untold', 'status=all'].map((text) => [queryOf(read(text), nowMs).status, queryOf(read(text), nowMs).suppressed]),
    [
      ['firing', ''],
      ['', 'only'],
      ['', ''],
    ],
  );
  assert.equal(queryOf(read('since=6h'), nowMs).since, '2026-11-21T02:00:00.000Z');
});

test('withMatcher() adds a label once', () => {
  const one = withMatcher('', 'a', 'x "y"');

  assert.equal(one, 'a="x \\"y\\""');
  assert.equal(withMatcher(withMatcher(one, 'b', '1'), 'b', '1'), `${one} b="1"`);
});

test('labelChoices() offers what alerts share, and what they differ in as a pattern', () => {
  const choices = labelChoices([
    { alertname: 'Lag', severity: 'critical', instance: 'a.1', extra: 'x' },
    { alertname: 'Lag', severity: 'critical', instance: 'b(2)' },
  ]);

  assert.deepEqual(
    choices.map(({ matcher, isUsual }) => [matcher, isUsual]),
    [
      ['alertname="Lag"', true],
      ['instance=~"a\\\\.1|b\\\\(2\\\\)"', true],
      ['severity="critical"', false],
    ],
  );
  assert.equal(labelChoices(Array.from({ length: 21 }, (_, index) => ({ pod: `p${index}` }))).length, 0);
});
