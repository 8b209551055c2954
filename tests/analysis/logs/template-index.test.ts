import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVariablePlace, type Place } from '../../../src/analysis/logs/evidence.ts';
import { LineScanner } from '../../../src/analysis/logs/scan-line.ts';
import { shapeOf, withPorts } from '../../../src/analysis/logs/shape.ts';
import { ShapeCache } from '../../../src/analysis/logs/shape-cache.ts';
import { differingPlaces, sharedEnds, templateId, widened } from '../../../src/analysis/logs/template.ts';
import { TemplateIndex } from '../../../src/analysis/logs/template-index.ts';

const scanner = new LineScanner();
const tokensOf = (line: string) => shapeOf(scanner.tokens(line, 0, line.length));

test('TemplateIndex finds what agrees in one half, until it is removed', () => {
  const index = new TemplateIndex();
  index.add(tokensOf('session opened for user bob'), 7, false);

  assert.deepEqual(index.halves(tokensOf('session opened for user ann')), [7]);
  assert.deepEqual(index.halves(tokensOf('session closed: user ann')), []);

  index.remove(tokensOf('session opened for user bob'), 7, false);
  assert.deepEqual(index.halves(tokensOf('session opened for user ann')), []);
});

test('TemplateIndex finds a line of pairs by its keys', () => {
  const index = new TemplateIndex();
  index.add(tokensOf('acquire tag="View Lock" name=one flags=x'), 3, false);

  assert.deepEqual(index.halves(tokensOf('acquire tag="Audio" name=two flags=y')), [3]);
});

test('ShapeCache keeps two shapes of a place and forgets the oldest', () => {
  const cache = new ShapeCache(16);
  cache.set(1, 0, 10);
  cache.set(17, 0, 11);

  assert.deepEqual([cache.get(1, 0), cache.get(17, 0), cache.get(33, 0)], [10, 11, -1]);

  cache.set(33, 0, 12);
  assert.deepEqual([cache.get(1, 0), cache.get(17, 0), cache.get(33, 0)], [-1, 11, 12]);
});

test('differingPlaces() and widened() compare word by word', () => {
  const bob = tokensOf('login of bob ok');
  const ann = tokensOf('login of ann ok');

  assert.deepEqual(differingPlaces(bob, ann, 3), [2]);
  assert.equal(differingPlaces(bob, ann, 0), null);
  assert.equal(widened(bob, bob), bob);
  assert.notEqual(templateId(widened(bob, ann)), templateId(bob));
  assert.equal(templateId(tokensOf('took 5 ms')), templateId(tokensOf('took 7 ms')));
  assert.equal(sharedEnds('用户张三登录失败', '用户李四登录失败'), 6);
});

test('withPorts() reads a name with a port, and says when there is none', () => {
  assert.equal(withPorts(tokensOf('nothing here'))?.length, undefined);
  assert.equal(withPorts(tokensOf('redis:6379 is away'))?.length, 3);
});

const place: Place = {
  values: [],
  before: '',
  isQuoted: false,
  isValue: false,
  pairs: 0,
  placesTogether: 1,
  wordsElsewhere: 4,
};
const words = (...texts: string[]): Place['values'] => texts.map((text) => ({ kind: 0, text }));

const evidence: readonly (readonly [string, Partial<Place>, boolean])[] = [
  ['two names behind user', { before: 'user', values: words('bob', 'ann') }, true],
  ['two plain words', { values: words('enabled', 'disabled') }, false],
  ['many plain words', { values: words(...'abcdefghijkl') }, true],
  ['two states in capitals behind from', { before: 'from', values: words('NEW', 'RUNNING', 'DONE', 'FAILED') }, false],
  ['devices of one stem', { values: words('vcs2', 'vcs3') }, true],
  ['devices of two stems', { values: words('eth0', 'tty2', 'lo0') }, false],
  ['a message that is nothing but the word', { wordsElsewhere: 0, values: words(...'abcdefghijklmn') }, false],
  ['two odd places', { placesTogether: 2, before: 'user', values: words('bob', 'ann') }, false],
];

for (const [name, given, expected] of evidence) {
  test(`isVariablePlace(): ${name}`, () => {
    assert.equal(isVariablePlace({ ...place, ...given }), expected);
  });
}
