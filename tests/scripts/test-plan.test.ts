import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { planTests, reasonToBeAlone, togetherModule } from '../../scripts/test-plan.ts';

const root = mkdtempSync(join(tmpdir(), 'zhiban-test-plan-'));
after(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): string {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  return path;
}

const good = "import { it } from 'node:test';\nit('holds', () => undefined);\n";

describe('reasonToBeAlone()', () => {
  const cases: Readonly<Record<string, readonly [text: string, reason: RegExp | null]>> = {
    'only computes': [good, null],
    'has hooks within a suite': ["describe('a', () => {\n  before(() => undefined);\n});\n", null],
    'has hooks of its own': ['before(() => undefined);\n', null],
    'has servers': ["import { createServer } from 'node:http';\n", /servers/],
    'reads the clock': ['const startedAt = performance.now();\n', null],
    'starts programs': ["import { spawn } from 'node:child_process';\n", /programs/],
    'changes its environment': ["process.env.A = 'b';\n", /process/],
    'reads its own number': ['const id = process.pid;\n', null],
    'replaces the clock': ['t.mock.timers.enable();\n', /replaced/],
    'replaces fetch': ['globalThis.fetch = other;\n', /names of all code/],
    'keeps a state': ['let store;\n', null],
    'waits while it is loaded': ["const a = await load();\nit('b', () => a);\n", /loaded/],
    'has tests at the same time': ["describe('a', { concurrency: true }, () => undefined);\n", /same time/],
    'opens a database': ["import { openMemoryStore } from '../support/fresh-database.ts';\n", null],
  };
  for (const [title, [text, reason]] of Object.entries(cases))
    it(`${reason === null ? 'lets a file share its process that' : 'keeps a file for itself that'} ${title}`, () => {
      const found = reasonToBeAlone(root, write('tests/case.test.ts', text));

      if (reason === null) assert.equal(found, null);
      else assert.match(found ?? '', reason);
    });

  it('keeps a file for itself that shares hooks or a state with others, and lets it count', () => {
    write('tests/support/hooks.ts', "import { after } from 'node:test';\nafter(() => undefined);\n");
    write('tests/support/state.ts', 'let store: string;\nexport const set = (to: string) => (store = to);\n');
    write('tests/support/count.ts', 'let tenants = 0;\nexport const next = () => (tenants += 1);\n');
    const reasonOf = (name: string) => reasonToBeAlone(root, write(`tests/a/${name}.test.ts`, `import '../support/${name}.ts';\n`));

    assert.match(reasonOf('hooks') ?? '', /hooks/);
    assert.match(reasonOf('state') ?? '', /state/);
    assert.equal(reasonOf('count'), null);
  });

  it('looks into what a file imports of the tests, and not into the sources', () => {
    write('tests/support/server.ts', "import { spawn } from 'node:child_process';\n");
    write('tests/support/door.ts', "export { start } from './server.ts';\nimport './door.ts';\n");
    write('src/system.ts', "import { spawn } from 'node:child_process';\n");

    assert.match(reasonToBeAlone(root, write('tests/a/one.test.ts', "import { start } from '../support/door.ts';\n")) ?? '', /programs/);
    assert.equal(reasonToBeAlone(root, write('tests/a/two.test.ts', "import { look } from '../../src/system.ts';\n")), null);
  });
});

describe('planTests()', () => {
  it('names every file once, in as many processes as asked for', () => {
    const quiet = Array.from({ length: 7 }, (_, at) => write(`tests/quiet-${at}.test.ts`, good));
    const loud = write('tests/loud.test.ts', 'process.chdir(directory);\n');

    const plan = planTests(root, [...quiet, loud], 3);

    assert.deepEqual(plan.alone, [loud]);
    assert.deepEqual(
      plan.together.map((each) => each.length),
      [3, 2, 2],
    );
    assert.deepEqual(plan.together.flat().sort(), quiet);
  });

  it('refuses a run without a file', () => {
    assert.throws(() => planTests(root, [], 3), /Cannot find any test file/);
  });
});

describe('togetherModule()', () => {
  const runTogether = (texts: readonly string[]) => {
    const files = texts.map((text, at) => write(`tests/run-${at}.test.mjs`, text));
    const path = join(root, write('together.test.mjs', togetherModule(root, files)));
    const { NODE_TEST_CONTEXT: _ofThisTest, ...env } = process.env;
    const done = spawnSync(process.execPath, ['--test', '--test-reporter=spec', path], { encoding: 'utf8', env });
    return { status: done.status, said: done.stdout };
  };

  it('runs the tests of all files, each told at its place', () => {
    const bad = "import { it } from 'node:test';\nit('does not hold', () => { throw new Error('why'); });\n";
    const all = runTogether([good, good]);
    const one = runTogether([good, bad, good]);

    assert.deepEqual([all.status, /ℹ tests (\d+)/.exec(all.said)?.[1]], [0, '2']);
    assert.deepEqual([one.status, /ℹ tests (\d+)/.exec(one.said)?.[1], /ℹ fail (\d+)/.exec(one.said)?.[1]], [1, '3', '1']);
    assert.match(one.said, /test at .*tests\/run-1\.test\.mjs:2:1\n✖ does not hold/);
  });

  it('runs the hooks of a file around its own tests alone', () => {
    const hooked = (name: string) => `import { after, before, beforeEach, it } from 'node:test';
globalThis.done ??= [];
for (const [when, hook] of Object.entries({ after, before, beforeEach })) hook(() => void done.push('${name} ' + when));
it('is between them', () => void done.push('${name}'));
`;
    const last = `import { it } from 'node:test';\nit('hears of all', () => { throw new Error(done.join()); });\n`;

    const { said } = runTogether([hooked('one'), hooked('two'), last]);

    assert.match(said, /one before,one beforeEach,one,one after,two before,two beforeEach,two,two after\n/);
  });

  it('fails when a file cannot be loaded, and names it', () => {
    const { status, said } = runTogether([good, "import './not-there.mjs';\n"]);

    assert.equal(status, 1);
    assert.match(said, /Cannot find module .*not-there\.mjs.* imported from .*run-1\.test\.mjs/);
  });

  it('fails when the process ends before all tests have been through', () => {
    const { status } = runTogether([good, "import { it } from 'node:test';\nit('ends', () => process.exit(0));\n", good]);

    assert.equal(status, 1);
  });
});
