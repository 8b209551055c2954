import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

let directory: string;
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'zhiban-early-ends-'));
});
after(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the files by name and text; which of them ended early, by name. */
function earlyOf(texts: Readonly<Record<string, string>>): readonly string[] {
  const files = Object.entries(texts).map(([name, text]) => {
    const path = join(directory, `${name}.test.mjs`);
    writeFileSync(path, `import { test } from 'node:test';\n${text}\n`);
    return path;
  });
  const runner = join(directory, 'runner.mjs');
  writeFileSync(
    runner,
    `import { run } from 'node:test';
import { watchEarlyEnds } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../scripts/early-ends.ts')).href)};
const files = ${JSON.stringify(files)};
const tests = run({ files, concurrency: 1 });
const early = watchEarlyEnds(tests, files);
for await (const _part of tests);
console.log(JSON.stringify(early.files()));
`,
  );
  const { NODE_TEST_CONTEXT: _ofThisTest, ...env } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, [runner], { encoding: 'utf8', env });
  assert.notEqual(stdout, '', stderr);
  return (JSON.parse(stdout) as string[]).map((path) => /([^/]+)\.test\.mjs$/.exec(path)?.[1] ?? path);
}

test('watchEarlyEnds() names files that end before their tests have, and those without a test', () => {
  const early = earlyOf({
    good: "test('holds', () => undefined);",
    inside: "test('holds', () => undefined);\ntest('ends', () => process.exit(0));\ntest('never comes', () => undefined);",
    outside: "test('holds', () => undefined);\nprocess.exit(0);",
    empty: '',
    skipped: "test('not here', { skip: 'why' }, () => undefined);",
    'all-skipped': "import { describe } from 'node:test';\ndescribe('not here', { skip: 'why' }, () => test('never', () => undefined));",
    bad: "test('fails', () => { throw new Error('why'); });",
  });

  assert.deepEqual(early, ['inside', 'outside', 'empty']);
});
