/** The house rules that a machine can keep; each says where and what. */

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findStrayActions } from './tidy/actions.ts';
import { findImportCycles } from './tidy/cycles.ts';
import { findStrayDrivers } from './tidy/drivers.ts';
import { findUnshownKeys } from './tidy/example-keys.ts';
import { findLooseExports } from './tidy/exports.ts';
import { findUpwardImports } from './tidy/layers.ts';
import { findBrokenTexts } from './tidy/messages.ts';
import { findUntested } from './tidy/mirrored-tests.ts';
import { readRatchet } from './tidy/ratchet.ts';
import { findUnfinishedRooms } from './tidy/rooms.ts';
import { compareWithRatchet, findOversize } from './tidy/sizes.ts';
import { type Offence, readSources, root } from './tidy/source.ts';

const sources = readSources('src');
const tests = readSources('tests');
const others = readSources('bench', 'scripts');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

function assertNone(offences: readonly Offence[]): void {
  assertEmpty(offences.map(({ path, line, what }) => `${path}:${line}: ${what}`));
}

function assertEmpty(complaints: readonly string[]): void {
  if (complaints.length > 0) assert.fail(`${complaints.length} found\n  ${complaints.join('\n  ')}`);
}

test('1. imports run downward only', () => assertNone(findUpwardImports(sources)));

test('2. no import cycles', () => assertNone(findImportCycles(sources)));

test('3. network, process and driver packages only in rooms with a door', () => assertNone(findStrayDrivers(sources)));

test('4. every system and adapter is registered, has a guide line and is held to its contract', () => {
  const guides = globSync('docs/guides/**/*.md', { cwd: root }).map(read).join('\n');

  assertNone(findUnfinishedRooms(sources, tests, guides));
});

test('5. actions come from actions.ts, each with its check, its verification and its undo', () => assertNone(findStrayActions(sources)));

test('6. files up to 300 lines, functions up to 70, and what is above only shrinks', () => {
  assertEmpty(compareWithRatchet(findOversize([...sources, ...tests, ...others]), readRatchet().oversize));
});

test('7. every source file with a run-time export has a test at the mirrored path', () => {
  const known = new Set(readRatchet().untested);
  const untested = findUntested(sources, tests);
  const names = new Set(untested.map(({ path }) => path));

  assertNone(untested.filter(({ path }) => !known.has(path)));
  assertEmpty(
    [...known].filter((path) => !names.has(path)).map((path) => `${path} has a test now; take it out of tests/tidy/ratchet.json`),
  );
});

test('8. no default exports, no barrels', () => assertNone(findLooseExports([...sources, ...tests, ...others])));

test('9. the example shows every key of the configuration, and loads', async () => {
  // Loaded here, so that a file that can't be loaded breaks this rule and no other.
  const { parseConfig } = await import('../src/config/load.ts');
  const { configSchema } = await import('../src/config/schema.ts');
  const { builtInKinds } = await import('../src/systems/registry.ts');
  const example = read('config/zhiban.example.yaml');
  const names = [...example.matchAll(/\{ env: ([A-Z_]+) \}/g)].map((match) => match[1] ?? '');
  const variables = Object.fromEntries(names.map((name) => [name, 'a-secret-that-is-long-enough']));

  assertEmpty([
    ...findUnshownKeys('configuration', configSchema, example),
    ...builtInKinds.flatMap(({ kind, entry }) => findUnshownKeys(`systems of kind ${kind}`, entry, example)),
  ]);
  assert.doesNotThrow(() => parseConfig(example, { path: null, kinds: builtInKinds, variables }));
});

test('10. every text exists in zh-CN and en, with the same placeholders', () => assertNone(findBrokenTexts(sources)));
