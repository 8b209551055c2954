/** The rules on made-up sources: each catches what it is for, and nothing else. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { findStrayActions } from './actions.ts';
import { findImportCycles } from './cycles.ts';
import { findStrayDrivers } from './drivers.ts';
import { findUnshownKeys } from './example-keys.ts';
import { findLooseExports } from './exports.ts';
import { findUpwardImports } from './layers.ts';
import { findBrokenTexts } from './messages.ts';
import { findUntested } from './mirrored-tests.ts';
import { findUnfinishedRooms } from './rooms.ts';
import { compareWithRatchet, findOversize } from './sizes.ts';
import { type Offence, parseSource, type Source } from './source.ts';

type Rule = (sources: readonly Source[]) => readonly Offence[];

interface Case {
  readonly rule: Rule;
  readonly path: string;
  readonly text: string;
  /** Empty: no offence. */
  readonly offence: RegExp | '';
}

const layers = findUpwardImports;
const action = "{ name: 'a', risk: 'low', precheck, isApplied, apply, verify, undo: { impossible: words } }";

const cases: readonly Case[] = [
  { rule: layers, path: 'src/store/a.ts', text: "import { b } from '../domain/b.ts';", offence: '' },
  { rule: layers, path: 'src/store/a.ts', text: "import type { B } from '../api/b.ts';", offence: /store can't import api/ },
  { rule: layers, path: 'src/systems/a/b.ts', text: "import { c } from '../../adapters/c.ts';", offence: /systems can't import adapters/ },
  { rule: layers, path: 'src/api/a.ts', text: "import type { C } from '../intake/contract.ts';", offence: '' },
  { rule: layers, path: 'src/api/a.ts', text: "import { c } from '../intake/contract.ts';", offence: /api can't import intake/ },
  { rule: layers, path: 'src/workflows/a.ts', text: "import type { A } from '../activities/contract.ts';", offence: '' },
  { rule: layers, path: 'src/workflows/a.ts', text: "import type { A } from '../activities/a.ts';", offence: /contract\.ts/ },
  { rule: layers, path: 'src/domain/a.ts', text: "import { readFileSync } from 'node:fs';", offence: /no I\/O/ },
  { rule: layers, path: 'src/domain/a.ts', text: "import { z } from 'zod';", offence: '' },
  { rule: layers, path: 'src/console/a.tsx', text: "import type { A } from '../store/contract.ts';", offence: '' },
  { rule: layers, path: 'src/console/a.tsx', text: "import { a } from '../store/contract.ts';", offence: /only types/ },
  { rule: layers, path: 'src/elsewhere/a.ts', text: "import { b } from '../domain/b.ts';", offence: /no place/ },
  { rule: layers, path: 'src/bot/a.ts', text: "const b = await import('../main/b.ts');", offence: /bot can't import main/ },
  { rule: findStrayDrivers, path: 'src/bot/a.ts', text: "import { get } from 'node:https';", offence: /node:https/ },
  { rule: findStrayDrivers, path: 'src/bot/a.ts', text: "import type { Pool } from 'pg';", offence: '' },
  { rule: findStrayDrivers, path: 'src/bot/a.ts', text: "await fetch('http://a');", offence: /fetch/ },
  { rule: findStrayDrivers, path: 'src/systems/a/client.ts', text: "import { spawn } from 'node:child_process';", offence: '' },
  {
    rule: findStrayActions,
    path: 'src/systems/a/probes.ts',
    text: 'export const go: Action<Client> = make();',
    offence: /outside actions/,
  },
  { rule: findStrayActions, path: 'src/systems/a/actions.ts', text: `export const go: Action<Client> = ${action};`, offence: '' },
  {
    rule: findStrayActions,
    path: 'src/systems/a/actions.ts',
    text: `export const go = ${action.replace('verify, ', '')};`,
    offence: /'verify'/,
  },
  {
    rule: findStrayActions,
    path: 'src/systems/a/actions/b.ts',
    text: `export const go = ${action.replace('impossible: words', '')};`,
    offence: /undo/,
  },
  { rule: findLooseExports, path: 'src/a.ts', text: 'export default 1;', offence: /default/ },
  { rule: findLooseExports, path: 'src/a.ts', text: "export { b } from './b.ts';", offence: /exports again/ },
  { rule: findLooseExports, path: 'src/workflows/index.ts', text: "export * from './b.ts';", offence: '' },
  { rule: findBrokenTexts, path: 'src/a.ts', text: "const a = { 'zh-CN': '好，{name}', en: 'ok {name}' };", offence: '' },
  { rule: findBrokenTexts, path: 'src/a.ts', text: "const a = { 'zh-CN': '好', en: 'ok {name}' };", offence: /placeholders differ/ },
  { rule: findBrokenTexts, path: 'src/a.ts', text: "const a = { en: 'ok' };", offence: /without zh-CN/ },
  { rule: findBrokenTexts, path: 'src/a.ts', text: "const a = { 'zh-CN': '你好,世界', en: 'Hello' };", offence: /half-width/ },
  {
    rule: findBrokenTexts,
    path: 'src/a.ts',
    text: "const a = { 'zh-CN': { b: '好' }, en: { b: 'ok', c: 'more' } };",
    offence: /'c' has no zh-CN/,
  },
  { rule: (sources) => findUntested(sources, []), path: 'src/a/b.ts', text: 'export type B = string;', offence: '' },
  { rule: (sources) => findUntested(sources, []), path: 'src/a/b.ts', text: 'export const b = { words: 1 };', offence: '' },
  { rule: (sources) => findUntested(sources, []), path: 'src/a/b.ts', text: 'export function b() {}', offence: /tests\/a\/b\.test\.ts/ },
];

for (const { rule, path, text, offence } of cases) {
  test(`${path}: ${text} ${offence === '' ? 'is fine' : `offends ${offence}`}`, () => {
    const found = rule([parseSource(path, text)]);

    if (offence === '') assert.deepEqual(found, []);
    else assert.match(found.map(({ what }) => what).join('\n'), offence);
  });
}

test('findImportCycles() tells run-time cycles from those over types, and leaves types within a room alone', () => {
  const files = (first: string, second: string, between: string): Source[] => [
    parseSource(first, between),
    parseSource(second, `import { a } from '${first.replace(/.*\//, second.includes('/b/') ? '../a/' : './')}';`),
  ];

  const atRunTime = findImportCycles(files('src/a/a.ts', 'src/b/b.ts', "import { b } from '../b/b.ts';"));
  const overTypes = findImportCycles(files('src/a/a.ts', 'src/b/b.ts', "import type { B } from '../b/b.ts';"));
  const within = findImportCycles(files('src/a/a.ts', 'src/a/c.ts', "import type { C } from './c.ts';"));

  assert.match(atRunTime[0]?.what ?? '', /run-time cycle: src\/a\/a\.ts ↔ src\/b\/b\.ts/);
  assert.match(overTypes[0]?.what ?? '', /cycle over types/);
  assert.deepEqual(within, []);
});

test('findUntested() takes the mirrored test, that of the folder, or a neighbour that imports the file', () => {
  const source = parseSource('src/systems/redis/probes/slowlog.ts', 'export function see() {}');
  const importing = "import { see } from '../../../../src/systems/redis/probes/slowlog.ts';";
  const places = ['probes/slowlog.test.ts', 'probes.test.ts', 'probes/other.test.ts', 'client.test.ts'];

  const untested = places.map((place) => findUntested([source], [parseSource(`tests/systems/redis/${place}`, importing)]).length);

  assert.deepEqual(untested, [0, 0, 0, 1]);
});

test('findUnfinishedRooms() asks for registration, contract suite and guide', () => {
  const room = parseSource('src/systems/kafka/system.ts', 'export const kafkaKind = {};');
  const registry = parseSource('src/systems/registry.ts', "import { kafkaKind } from './kafka/system.ts';");
  const suite = parseSource('tests/systems/kafka/system.test.ts', "import { describeSystem } from '../../contracts/system.ts';");

  const bare = findUnfinishedRooms([room], [], '');
  const finished = findUnfinishedRooms([room, registry], [suite], 'The system `kafka` looks at lag.');

  assert.equal(bare.length, 3);
  assert.deepEqual(finished, []);
});

test('findUnfinishedRooms() asks the same of voices', () => {
  const room = parseSource('src/adapters/pager/voice.ts', 'export function createPagerVoice() {}');

  assert.equal(findUnfinishedRooms([room], [], '').length, 3);
});

test('compareWithRatchet() refuses what grew and what is new, and asks to note what shrank', () => {
  const long = parseSource('src/a.ts', `export function big() {\n${'  work();\n'.repeat(80)}}\n`);
  const found = findOversize([long]);

  assert.deepEqual(found, { 'src/a.ts › big': 82 });
  assert.deepEqual(compareWithRatchet(found, found), []);
  assert.match(compareWithRatchet(found, {})[0] ?? '', /above the limit/);
  assert.match(compareWithRatchet(found, { 'src/a.ts › big': 81 })[0] ?? '', /82 lines, 81 before/);
  assert.match(compareWithRatchet({}, found)[0] ?? '', /lower it there/);
});

test('findUnshownKeys() looks into every part of the schema', () => {
  const schema = z.strictObject({ shown: z.string(), list: z.array(z.strictObject({ hidden: z.boolean() })) });

  assert.deepEqual(findUnshownKeys('x', schema, 'shown: a\nlist: []\n'), ["x: 'hidden' is not in config/zhiban.example.yaml"]);
});
