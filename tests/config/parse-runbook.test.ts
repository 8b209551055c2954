import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { parseRunbook, type RunbookNames } from '../../src/config/parse-runbook.ts';
import { formatProblem } from '../../src/config/problem.ts';

const level = {
  name: 'level',
  summary: { 'zh-CN': '水位', en: 'level' },
  parameters: z.strictObject({ samples: z.number().int().max(5).default(1) }),
  timeoutMs: 1_000,
  cost: 'cheap',
  look: async () => assert.fail('nothing is looked at'),
} as const;
const names: RunbookNames = { kinds: [{ kind: 'tank', probes: [level], signatures: [] }], systemIds: ['main-tank'] };

function complaints(text: string): readonly string[] {
  return parseRunbook('leak', text, names).problems.map((problem) => formatProblem('/runbooks/leak.md', problem, 'en'));
}

test('parseRunbook() reads front matter and body', () => {
  const text = '---\r\ntitle: Leak\r\nmatch: { words: leak }\r\nlook:\r\n  - { kind: tank, probe: level }\r\n---\r\nMend it.\r\n';

  const { runbook, problems } = parseRunbook('leak', text, names);

  assert.deepEqual(problems, []);
  assert.equal(runbook?.title['zh-CN'], 'Leak');
  assert.equal(runbook?.look[0]?.probe, 'level');
  assert.equal(runbook?.body.en, 'Mend it.');
});

/** What is wrong so that the file can't be used. */
const unusable: readonly (readonly [what: string, text: string, complaint: RegExp])[] = [
  ['no front matter', '# Leak\n', /^leak\.md:1:1 expected front matter/],
  ['front matter without an end', '---\ntitle: Leak\n', /^leak\.md:1:1 expected front matter/],
  ['broken YAML', '---\ntitle: [Leak\n---\n', /^leak\.md:\d+:\d+ YAML: /],
  ['a misspelt key', '---\ntitle: Leak\nmatch: { words: leak }\nlok: []\n---\n', /^leak\.md:4:1 lok: unknown key; did you mean 'look'\?/],
  ['a missing title', '---\nmatch: { words: leak }\n---\n', /title: missing; expected text/],
  ['a bad pattern', '---\ntitle: Leak\nmatch:\n  words: "leak("\n---\n', /^leak\.md:4:10 match\.words: expected a regular expression: /],
  [
    'a bad pattern of a label',
    '---\ntitle: L\nmatch: { labels: { a: "[" } }\n---\n',
    /^leak\.md:3:\d+ match\.labels\.a: expected a regular/,
  ],
  ['nothing to match', '---\ntitle: Leak\nmatch: {}\n---\n', /^leak\.md:3:8 match: expected at least one of labels, words, kinds/],
  [
    'a look at nothing',
    '---\ntitle: L\nmatch: { words: l }\nlook:\n  - probe: level\n---\n',
    /^leak\.md:5:5 look\[0\]: expected either kind or/,
  ],
];
for (const [what, text, complaint] of unusable) {
  test(`parseRunbook() says where and what was expected: ${what}`, () => {
    const { runbook } = parseRunbook('leak', text, names);

    assert.equal(runbook, null);
    assert.match(complaints(text).join('\n'), complaint);
  });
}

/** What is wrong so that only a part is left out. */
const weak: readonly (readonly [what: string, front: string, complaint: RegExp])[] = [
  ['an unknown probe', 'look: [{ kind: tank, probe: levle }]', /^leak\.md:4:\d+ look\[0\]\.probe: .*did you mean 'level'\?/],
  ['an unknown kind', 'look: [{ kind: tnak, probe: level }]', /look\[0\]\.kind: unknown kind 'tnak'; did you mean 'tank'\?/],
  ['an unknown system', 'look: [{ system: main-tnak, probe: level }]', /look\[0\]\.system: .*did you mean 'main-tank'\?/],
  ['refused parameters', 'look: [{ kind: tank, probe: level, parameters: { samples: 9 } }]', /parameters\.samples: expected at most 5/],
  ['an unknown signature', 'ruleOut: [tank.leak]', /ruleOut\[0\]: unknown signature 'tank\.leak'/],
];
for (const [what, front, complaint] of weak) {
  test(`parseRunbook() keeps a runbook and tells ${what}`, () => {
    const text = `---\ntitle: Leak\nmatch: { words: leak }\n${front}\n---\n`;

    assert.notEqual(parseRunbook('leak', text, names).runbook, null);
    assert.match(complaints(text).join('\n'), complaint);
  });
}

test('parseRunbook() knows nothing of systems where none are named to it', () => {
  const text = '---\ntitle: Leak\nmatch: { words: leak }\nlook: [{ system: any, probe: level }]\n---\n';

  assert.deepEqual(parseRunbook('leak', text, { ...names, systemIds: null }).problems, []);
});
