import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { paragraph } from '../../src/domain/card.ts';
import { SystemError, ZhibanError } from '../../src/domain/errors.ts';
import { fill, fillText, joinText, sameText, withoutUnfilled } from '../../src/domain/text.ts';

const fillings: readonly [template: string, values: Record<string, string | number | boolean | null | undefined>, filled: string][] = [
  ['{a} of {b}', { a: 1, b: 'two' }, '1 of two'],
  ['{memory.usedRatio}', { 'memory.usedRatio': 0.123456 }, '0.123'],
  ['{bytes}', { bytes: 123_456_789 }, '123456789'],
  ['{service@web-1.up}', { 'service@web-1.up': true }, 'true'],
  ['{a} {b} {c}', { a: null, b: undefined }, '{a} {b} {c}'],
  ['{a}{a}', { a: '{b}', b: 'no' }, '{b}{b}'],
  ['{ a } {}', { a: 1 }, '{ a } {}'],
  ['{a}', { a: '$& $1' }, '$& $1'],
  ['已被{by}静默', { by: 'admin' }, '已被 admin 静默'],
  ['已被{by}静默', { by: '李明' }, '已被李明静默'],
  ['持续{minutes}分钟，{name}。', { minutes: 3, name: 'db-1' }, '持续 3 分钟，db-1。'],
];

for (const [template, values, filled] of fillings) {
  test(`fill() makes '${filled}' of '${template}'`, () => assert.equal(fill(template, values), filled));
}

test('fill() reads no value from the prototype', () => {
  assert.equal(fill('{constructor} {toString}', {}), '{constructor} {toString}');
});

test('fillText() and joinText() keep the languages apart', () => {
  const text = fillText({ 'zh-CN': '开度 {level}', en: 'level {level}' }, { level: 3 });

  assert.deepEqual(text, { 'zh-CN': '开度 3', en: 'level 3' });
  assert.deepEqual(joinText([text, sameText('x')], ' · '), { 'zh-CN': '开度 3 · x', en: 'level 3 · x' });
});

test('withoutUnfilled() speaks of nothing that nobody measured', () => {
  const text = { 'zh-CN': '内存已满。已用 {used}！策略为 noeviction。', en: 'Memory is full. {used} are used! The policy is noeviction.' };

  assert.deepEqual(withoutUnfilled(text), { 'zh-CN': '内存已满。策略为 noeviction。', en: 'Memory is full. The policy is noeviction.' });
  assert.deepEqual(withoutUnfilled(sameText('{a} is gone')), sameText(''));
  assert.deepEqual(withoutUnfilled(sameText('v1.2.3 at 10.0.0.1 holds')), sameText('v1.2.3 at 10.0.0.1 holds'));
});

test('withoutUnfilled() leaves no placeholder, whatever comes', () => {
  fc.assert(fc.property(fc.string(), (words) => assert.doesNotMatch(withoutUnfilled(sameText(`${words} {a} ${words}`)).en, /\{a\}/)));
});

test('paragraph() is plain text, whatever is in it', () => {
  assert.deepEqual(paragraph('<@U1> [x](y)'), { type: 'paragraph', spans: [{ type: 'text', text: '<@U1> [x](y)' }] });
});

test('ZhibanError and SystemError keep kind, details and cause', () => {
  const cause = new Error('refused');
  const error = new ZhibanError('conflict', 'too late', { details: { state: 'void' }, cause });
  const system = new SystemError('away', { retry: 'later', cause });

  assert.deepEqual([error.kind, error.details, error.cause, error.name], ['conflict', { state: 'void' }, cause, 'ZhibanError']);
  assert.deepEqual(new ZhibanError('invalid', 'no').details, {});
  assert.equal('cause' in new ZhibanError('invalid', 'no'), false);
  assert.deepEqual([system.retry, system.cause, system.name], ['later', cause, 'SystemError']);
});
