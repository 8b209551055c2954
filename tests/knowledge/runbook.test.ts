import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstLine, runbookFront, runbookLimits, splitLanguages, toRunbook } from '../../src/knowledge/runbook.ts';

test('toRunbook() takes one name or several, and one title for both languages', () => {
  const front = runbookFront.parse({
    title: 'Tank leaks',
    match: { kinds: 'tank' },
    look: [
      { kind: 'tank', probe: 'level' },
      { system: 'main-tank', probe: 'survey', parameters: { deep: true } },
    ],
    version: 2,
  });

  const runbook = toRunbook('tank-leaks', front, { 'zh-CN': '正文', en: 'Body' });

  assert.deepEqual(runbook, {
    id: 'tank-leaks',
    version: '2',
    title: { 'zh-CN': 'Tank leaks', en: 'Tank leaks' },
    match: { labels: {}, words: null, kinds: ['tank'] },
    look: [
      { kinds: ['tank'], systemId: null, probe: 'level', parameters: {} },
      { kinds: [], systemId: 'main-tank', probe: 'survey', parameters: { deep: true } },
    ],
    ruleOut: [],
    body: { 'zh-CN': '正文', en: 'Body' },
    isEnabled: true,
  });
});

test('runbookFront bounds the looks', () => {
  const look = Array.from({ length: runbookLimits.looksMax + 1 }, () => ({ kind: 'tank', probe: 'level' }));

  assert.equal(runbookFront.safeParse({ title: 'Long', match: { kinds: 'tank' }, look }).success, false);
});

const bodies: readonly (readonly [what: string, markdown: string, chinese: string, english: string])[] = [
  ['plain text is in both', 'Look here.', 'Look here.', 'Look here.'],
  ['sections are told apart', '# 中文\n\n看这里。\n\n# English\n\nLook here.\n', '看这里。', 'Look here.'],
  ['codes of languages do as well', '# en\nLook.\n# zh-CN\n看。', '看。', 'Look.'],
  ['what stands above is in both', 'On call: 12\n# zh-CN\n看。\n# en\nLook.', 'On call: 12\n\n看。', 'On call: 12\n\nLook.'],
  ['one section serves both', '# 中文\n看。', '看。', '看。'],
  ['other headings are text', '# English lessons\nLook.', '# English lessons\nLook.', '# English lessons\nLook.'],
  ['nothing is nothing', '', '', ''],
];
for (const [what, markdown, chinese, english] of bodies) {
  test(`splitLanguages() ${what}`, () => assert.deepEqual(splitLanguages(markdown), { 'zh-CN': chinese, en: english }));
}

test('firstLine() is the first that says something, without signs, and short', () => {
  assert.equal(firstLine('\n## Steps\n\n1. **Look** at `memory`.\n2. More'), 'Look at memory.');
  assert.equal(firstLine('long '.repeat(100), 20).length, 20);
  assert.equal(firstLine('# Only a heading'), '');
});
