import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findScenarios, isNamed } from './scenario.ts';

const root = mkdtempSync(join(tmpdir(), 'zhiban-lab-scenarios-'));
after(() => rmSync(root, { recursive: true, force: true }));

const good = `title: A lamp is broken
systems: [{ id: lamp, kind: redis, url: "redis://127.0.0.1:\${LAB_PORT_1}" }]
question: is the lamp broken?
truth: { system: lamp, words: [bulb], action: none }
`;

function write(name: string, yaml: string, executables: readonly string[] = ['up', 'break', 'fixed'], mode = 0o755): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'scenario.yaml'), yaml);
  for (const each of executables) {
    writeFileSync(join(folder, each), '#!/bin/sh\n');
    chmodSync(join(folder, each), mode);
  }
  return folder;
}

test('findScenarios() reads folders at any depth, with executables of any ending', () => {
  const base = join(root, 'good');
  write('good/lamps/desk', good);
  write('good/lamps/hall', good.replace('question: is the lamp broken?', 'alert: { labels: { alertname: Dark } }'), [
    'up.sh',
    'break.py',
    'fixed.mjs',
    'state',
  ]);
  write('good/control', good.replace(/truth: .*/, 'truth: healthy'), ['up']);

  const { scenarios, malformed } = findScenarios([base]);

  assert.deepEqual(malformed, []);
  assert.deepEqual(
    scenarios.map(({ name, tier, executables }) => [name, tier, Object.keys(executables)]),
    [
      ['control', 'fast', ['up']],
      ['lamps/desk', 'fast', ['up', 'break', 'fixed']],
      ['lamps/hall', 'fast', ['up', 'break', 'fixed', 'state']],
    ],
  );
});

const faults: readonly (readonly [what: string, yaml: string, expected: RegExp])[] = [
  ['a missing title', good.replace(/title: .*\n/, ''), /scenario\.yaml: title: /],
  ['a key that nobody knows', `${good}tire: fast\n`, /scenario\.yaml: the whole: .*tire/],
  ['a tier that there is not', `${good}tier: quick\n`, /scenario\.yaml: tier: .*"fast"\|"medium"\|"slow"/],
  ['no words', good.replace('words: [bulb]', 'words: []'), /scenario\.yaml: truth\.words: /],
  ['a truth without its system', good.replace('system: lamp, ', ''), /scenario\.yaml: truth\.system: /],
  ['an alert and a question', `${good}alert: {}\n`, /scenario\.yaml: alert: expected either an alert or a question/],
  ['a system without a kind', good.replace('kind: redis, ', ''), /scenario\.yaml: systems\.0\.kind: /],
  ['what is no YAML', 'title: "open', /scenario\.yaml: .*quote/],
];

for (const [index, [what, yaml, expected]] of faults.entries())
  test(`findScenarios() names the file and the key of ${what}, and reads the others`, () => {
    const name = `fault-${index}`;
    write(`${name}/broken`, yaml);
    write(`${name}/good`, good);

    const { scenarios, malformed } = findScenarios([join(root, name)]);

    assert.deepEqual(
      scenarios.map((each) => each.name),
      ['good'],
    );
    assert.match(malformed[0]?.problems.join('\n') ?? '', expected);
  });

test('findScenarios() takes a status for a word, and words of one language alone', () => {
  const base = join(root, 'words');
  write('words/lamp', good.replace('words: [bulb]', 'words: [{ en: [gateway timeout, 504] }, { zh-CN: 灯泡 }, 1040]'));

  const { scenarios, malformed } = findScenarios([base]);

  assert.deepEqual(malformed, []);
  assert.deepEqual(scenarios[0]?.truth, {
    ...{ system: 'lamp', action: 'none', also: [], tolerates: [] },
    words: [{ en: ['gateway timeout', '504'] }, { 'zh-CN': '灯泡' }, '1040'],
  });
});

test('findScenarios() asks for the executables, and that they can be executed', () => {
  write('steps/no-break', good, ['up', 'fixed']);
  write('steps/plain-file', good, ['up', 'break', 'fixed'], 0o644);

  const { malformed } = findScenarios([join(root, 'steps')]);

  assert.match(malformed[0]?.problems.join('\n') ?? '', /no-break\/break: there is no such executable/);
  // Root may execute only what somebody may execute.
  assert.match(malformed[1]?.problems.join('\n') ?? '', /plain-file\/up: it cannot be executed; chmod \+x it/);
});

test('findScenarios() says that a folder is not there', () => {
  assert.throws(() => findScenarios([join(root, 'nowhere')]), /--scenarios: there is no folder .*nowhere/);
});

test('isNamed() takes * for anything, and everything without a pattern', () => {
  assert.equal(isNamed('redis/full', []), true);
  assert.equal(isNamed('redis/full', ['redis/*']), true);
  assert.equal(isNamed('redis/full', ['*full']), true);
  assert.equal(isNamed('redis/full', ['full']), false);
  assert.equal(isNamed('redis/full', ['mysql/*', 'redis/full']), true);
});
