import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { configSchema } from '../../src/config/schema.ts';
import { runbookDirectories } from '../../src/main/runbook-directories.ts';

const cases: readonly (readonly [what: string, path: string | null, given: unknown, own: string, isExpected: boolean])[] = [
  ['without a word in the data directory', null, {}, '/home/zhiban/runbooks', false],
  ['a relative one beside the configuration', '/etc/zhiban/zhiban.yaml', { directory: 'books' }, '/etc/zhiban/books', true],
  ['an absolute one as it is', '/etc/zhiban/zhiban.yaml', { directory: '/srv/books' }, '/srv/books', true],
];
for (const [what, path, given, own, isExpected] of cases) {
  test(`runbookDirectories() has the built-in ones first, and the operator’s: ${what}`, () => {
    const config = configSchema.parse({ runbooks: given });

    const [builtIn, ours] = runbookDirectories({ home: '/home/zhiban' }, { path, config });

    assert.ok(existsSync(join(builtIn?.path ?? '', 'redis-memory.md')));
    assert.deepEqual(ours, { path: own, isExpected });
  });
}
