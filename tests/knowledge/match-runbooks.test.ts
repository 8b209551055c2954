import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type IncidentSigns, matchRunbooks } from '../../src/knowledge/match-runbooks.ts';
import type { Runbook } from '../../src/knowledge/runbook.ts';

function runbook(id: string, match: Partial<Runbook['match']>, isEnabled = true): Runbook {
  const text = { 'zh-CN': id, en: id };
  return {
    id,
    version: '1',
    title: text,
    match: { labels: {}, words: null, kinds: [], ...match },
    look: [],
    ruleOut: [],
    body: text,
    isEnabled,
  };
}

function signs(given: Partial<IncidentSigns>): IncidentSigns {
  return { words: '', labels: [], kinds: [], ...given };
}

const byLabels = runbook('labels', { labels: { alertname: 'Tank.*', severity: 'critical|page' } });
const byWords = runbook('words', { words: 'leak|漏水' });
const byKind = runbook('kind', { kinds: ['tank'] });
const narrow = runbook('narrow', { words: 'leak', kinds: ['tank'] });
const all = [byKind, byWords, byLabels, narrow];

const cases: readonly (readonly [what: string, given: IncidentSigns, ids: readonly string[]])[] = [
  ['labels fit as a whole and without case', signs({ labels: [{ alertname: 'tankLow', severity: 'page' }] }), ['labels']],
  ['every label must fit', signs({ labels: [{ alertname: 'TankLow', severity: 'info' }] }), []],
  ['labels of one alert must fit together', signs({ labels: [{ alertname: 'TankLow' }, { severity: 'page' }] }), []],
  ['a part of a label is not enough', signs({ labels: [{ alertname: 'BigTankLow', severity: 'page' }] }), []],
  ['words are found anywhere, in both languages', signs({ words: '水箱漏水了' }), ['words']],
  ['a kind alone fits, after what is more particular', signs({ words: 'a LEAK', kinds: ['tank'] }), ['narrow', 'words', 'kind']],
  ['a kind narrows down', signs({ words: 'a leak', kinds: ['pump'] }), ['words']],
];
for (const [what, given, ids] of cases) {
  test(`matchRunbooks() ${what}`, () => {
    assert.deepEqual(
      matchRunbooks(all, given).map(({ id }) => id),
      ids,
    );
  });
}

test('matchRunbooks() gives three at most, and none that is turned off', () => {
  const many = ['a', 'b', 'c', 'd'].map((id) => runbook(id, { words: 'leak' }));
  const off = runbook('0-off', { words: 'leak' }, false);

  assert.deepEqual(
    matchRunbooks([off, ...many.reverse()], signs({ words: 'leak' })).map(({ id }) => id),
    ['a', 'b', 'c'],
  );
});
