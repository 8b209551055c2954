import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesText, namesWith, refusal } from '../../src/operations/guard.ts';
import { deeds, refusals } from '../../src/text/refusals.ts';
import { people, person } from './desk.ts';

test('namesWith() knows that an admin may what an approver may', () => {
  const deps = { people: () => Object.values(people) };

  assert.deepEqual(namesWith(deps, 'approver'), ['Anna', 'Bob', 'Adam']);
  assert.deepEqual(namesWith(deps, 'approver', 'bob'), ['Anna', 'Adam']);
  assert.deepEqual(namesWith({ people: () => [person('eve')] }, 'viewer'), []);
});

test('namesText() joins as the language does, and ends after eight', () => {
  assert.equal(namesText(['Anna', 'Bob'], 'en'), 'Anna, Bob');
  assert.equal(namesText(['安娜', '鲍勃'], 'zh-CN'), '安娜、鲍勃');
  assert.equal(namesText([], 'en'), '—');
  assert.equal(namesText('abcdefghij'.split(''), 'en'), 'a, b, c, d, e, f, g, h, …');
});

test('refusal() leaves no placeholder open when it is given the values of its text', () => {
  const values = Object.fromEntries(
    [
      'version',
      'days',
      'person',
      'deed',
      'role',
      'who',
      'state',
      'by',
      'at',
      'name',
      'code',
      'length',
      'limit',
      'unknown',
      'known',
      'own',
      'workspace',
      'adapter',
      'probe',
      'probes',
      'system',
      'systems',
      'issue',
      'kind',
      'what',
      'why',
      'near',
      'reason',
      'into',
      'other',
    ].map((name) => [name, name]),
  );
  const keys = Object.keys(refusals) as (keyof typeof refusals)[];

  for (const key of keys) for (const locale of ['zh-CN', 'en'] as const) assert.doesNotMatch(refusal(locale, key, values), /[{}]/, key);
});

test('refusals and deeds in Chinese use full-width punctuation', () => {
  for (const text of [...Object.values(refusals), ...Object.values(deeds)])
    assert.doesNotMatch(text['zh-CN'], /[\p{Script=Han}}][,.:;!?]/u);
});
