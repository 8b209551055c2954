import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sourceDigest } from '../../../src/main/wire/source-digest.ts';
import { readSources } from '../../tidy/source.ts';

test('sourceDigest() is the same for the same sources, and another for each change of them', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'zhiban-digest-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const entry = join(folder, 'workflows', 'index.ts');
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
  for (const name of ['workflows', 'domain']) mkdirSync(join(folder, name));
  write('workflows/index.ts', 'one');
  const first = await sourceDigest(entry);

  write('workflows/notes.md', 'no source');
  const withNotes = await sourceDigest(entry);
  write('domain/words.ts', 'a word');
  const withWords = await sourceDigest(entry);
  write('workflows/index.ts', 'two');
  const changed = await sourceDigest(entry);

  assert.match(first, /^[0-9a-f]{16}$/);
  assert.equal(withNotes, first);
  assert.equal(new Set([first, withWords, changed]).size, 3);
});

test('sourceDigest() covers all that the workflows import at run time', () => {
  const workflows = readSources('src/workflows');
  const domain = readSources('src/domain');
  const imported = [...workflows, ...domain].flatMap(({ imports }) => imports.flatMap(({ path, isType }) => (isType ? [] : [path ?? ''])));

  const uncovered = imported.filter((path) => path !== '' && !/^src\/(workflows|domain)\/[^/]+\.ts$/.test(path));

  assert.deepEqual(uncovered, []);
});
