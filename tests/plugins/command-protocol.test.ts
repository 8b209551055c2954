import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandBoundSchema, commandReadingSchema, metricAnswerSchema } from '../../src/plugins/command-protocol.ts';

const words = { en: 'no', 'zh-CN': '否' };
const series = { name: 's', labels: {}, times: [1, 2], values: [1, 2] };

const readings: readonly (readonly [claim: string, given: unknown, isGood: boolean])[] = [
  ['takes one that reads', { command: { kind: 'reads', text: 'level', hasCheck: false } }, true],
  ['takes one that changes', { command: { kind: 'changes', text: 'fill 5', action: 'fill' } }, true],
  ['takes a refusal', { refusal: { what: 'x', why: words, near: [] } }, true],
  ['refuses one that does both', { command: { kind: 'reads', text: 'fill 5', hasCheck: false, action: 'fill' } }, false],
  ['refuses one without words', { command: { kind: 'reads', text: '', hasCheck: false } }, false],
  ['refuses a refusal without a reason', { refusal: { what: 'x', near: [] } }, false],
];

for (const [claim, given, isGood] of readings)
  test(`commandReadingSchema ${claim}`, () => assert.equal(commandReadingSchema.safeParse(given).success, isGood));

test('commandBoundSchema takes arguments or a reason, and no structures as arguments', () => {
  assert.ok(commandBoundSchema.safeParse({ arguments: { level: 5, name: 'x', isOn: true, none: null } }).success);
  assert.ok(commandBoundSchema.safeParse({ refused: words }).success);
  assert.equal(commandBoundSchema.safeParse({ arguments: { level: { deep: 1 } } }).success, false);
});

test('metricAnswerSchema refuses a series with fewer values than times', () => {
  assert.ok(metricAnswerSchema.safeParse({ series: [series], leftOut: 0 }).success);
  assert.equal(metricAnswerSchema.safeParse({ series: [{ ...series, values: [1] }], leftOut: 0 }).success, false);
});
