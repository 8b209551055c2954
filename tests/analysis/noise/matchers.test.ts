import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkNarrows,
  compileMatchers,
  matcherText,
  parseMatcher,
  parseMatchers,
  readFilter,
} from '../../../src/analysis/noise/matchers.ts';

const labels = { alertname: 'DiskFull', quote: 'say "hi"', lines: 'a\nb' };
const cases: readonly [matcher: string, isMet: boolean][] = [
  ['alertname="DiskFull"', true],
  ['alertname=DiskFull', true],
  [' alertname = "DiskFull" ', true],
  ['alertname!="DiskFull"', false],
  ['alertname="Disk"', false],
  ['missing=""', true],
  ['missing!="x"', true],
  ['quote="say \\"hi\\""', true],
  ['lines="a\\nb"', true],
  ['alertname=~"Disk.*"', true],
  ['alertname=~"Disk"', false],
  ['alertname=~"Memory|Disk(Full|Slow)"', true],
  ['alertname!~"Disk.*"', false],
  ['missing=~".*"', true],
  ['missing=~".+"', false],
  ['missing!~"x"', true],
];

for (const [matcher, isMet] of cases) {
  test(`readFilter() finds ${matcher} ${isMet ? 'met' : 'not met'}`, () => assert.equal(readFilter(matcher)(labels), isMet));
}

test('parseMatcher() and compileMatchers() name what is wrong', () => {
  assert.throws(() => parseMatcher('{}'), { kind: 'invalid', message: /is not a matcher/ });
  assert.throws(() => readFilter('a=~"(b"'), { kind: 'invalid', message: /a=~"\(b".*missing closing/ });
  assert.throws(() => compileMatchers(Array.from({ length: 51 }, () => parseMatcher('a=b'))), { message: /51 matchers; the most is 50/ });
  assert.throws(() => compileMatchers([{ name: 'a', operator: '=', value: 'x'.repeat(2_001) }]), { message: /'a' is too long/ });
});

test('parseMatchers() reads what Alertmanager and amtool write', () => {
  const wanted = [
    { name: 'alertname', operator: '=', value: 'A, B' },
    { name: 'instance', operator: '=~', value: 'redis-.*' },
  ];

  assert.deepEqual(parseMatchers('{alertname="A, B",instance=~"redis-.*"}'), wanted);
  assert.deepEqual(parseMatchers('alertname="A, B" instance=~redis-.*'), wanted);
  assert.deepEqual(
    wanted.map((each) => parseMatcher(matcherText({ ...each, operator: each.operator === '=' ? '=' : '=~' }))),
    wanted,
  );
  assert.throws(() => parseMatchers('alertname="A" and more'), { kind: 'invalid' });
});

test('compileMatchers() asks for systems only where a matcher does', () => {
  let asked = 0;
  const subject = {
    labels,
    systems: () => {
      asked += 1;
      return ['redis-main', 'host-1'];
    },
  };
  const meets = (text: string) => compileMatchers([parseMatcher(text)])(subject);

  assert.equal(meets('alertname="DiskFull"'), true);
  assert.equal(asked, 0);
  assert.deepEqual(
    ['="redis-main"', '="kafka"', '!="kafka"', '!="redis-main"', '=~"redis-.*"', '=""'].map((rest) => meets(`zhiban_system${rest}`)),
    [true, false, true, false, true, false],
  );
});

test('compileMatchers() runs a pattern that would hang a backtracking engine', () => {
  const meets = compileMatchers([{ name: 'a', operator: '=~', value: '(a+)+b' }]);

  assert.equal(meets({ labels: { a: `${'a'.repeat(4_000)}c` }, systems: () => [] }), false);
});

test('checkNarrows() refuses what matches an alert without labels', () => {
  assert.throws(() => checkNarrows([parseMatcher('a=""'), parseMatcher('b=~".*"')]), { kind: 'invalid', message: /match everything/ });
  checkNarrows([parseMatcher('a=""'), parseMatcher('b="x"')]);
});
