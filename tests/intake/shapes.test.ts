import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { alertTime, createAlertTimes, labelMap, webAddress } from '../../src/intake/shapes.ts';

const times: readonly [given: string | number | undefined | null, at: string | null][] = [
  ['2026-11-21T01:58:12.503Z', '2026-11-21T01:58:12.503Z'],
  ['2026-11-21T09:58:12+08:00', '2026-11-21T01:58:12.000Z'],
  ['2026-11-21T01:58:12.503123456Z', '2026-11-21T01:58:12.503Z'],
  [1_795_225_380, '2026-11-21T01:43:00.000Z'],
  [1_795_225_380_000, '2026-11-21T01:43:00.000Z'],
  ['0001-01-01T00:00:00Z', null],
  ['1970-01-01T00:00:00Z', null],
  ['soon', null],
  ['', null],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
  [undefined, null],
  [null, null],
];

for (const [given, at] of times) {
  test(`alertTime() reads ${String(given)} as ${at ?? 'nothing'}`, () => assert.equal(alertTime(given), at));
}

test('createAlertTimes() says of each time what alertTime() says, again and again', () => {
  const timeOf = createAlertTimes();

  for (const [given, at] of [...times, ...times]) assert.equal(timeOf(given), at);
});

test('alertTime() never throws', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.double(), fc.integer()), (given) => alertTime(given) !== undefined));
});

const addresses: readonly [given: string | null | undefined, kept: string | null][] = [
  ['https://grafana.example.com/d/1', 'https://grafana.example.com/d/1'],
  ['http://prometheus-0:9090/graph?g0.expr=up', 'http://prometheus-0:9090/graph?g0.expr=up'],
  ['javascript:alert(1)', null],
  [' JavaScript:alert(1)', null],
  ['data:text/html,<script>1</script>', null],
  ['file:///etc/passwd', null],
  ['/graph', null],
  [`https://a/${'x'.repeat(5_000)}`, null],
  ['', null],
  [null, null],
  [undefined, null],
];

for (const [given, kept] of addresses) {
  test(`webAddress() makes ${String(given).slice(0, 40)} ${kept === null ? 'nothing' : 'a link'}`, () =>
    assert.equal(webAddress(given), kept));
}

test('webAddress() keeps no password', () => {
  assert.doesNotMatch(webAddress('https://admin:s3cr3t-Pa55@grafana.example.com/d/1') ?? '', /s3cr3t/);
});

test('labelMap is bounded in number and length, turns plain values into text and drops what is null', () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`l${index}`, 'x'.repeat(9_000)]));

  assert.deepEqual(labelMap.parse({ a: 1, b: true, c: null, d: 'x' }), { a: '1', b: 'true', d: 'x' });
  assert.equal(Object.keys(labelMap.parse(many)).length, 100);
  assert.equal(labelMap.parse(many).l0?.length, 4_000);
});
