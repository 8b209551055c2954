/** The suite fails a plugin that deserves it: run as an author would run it, in a process of its own. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { naughtyFolder } from './naughty.ts';

test('describePlugin() fails a plugin whose test leaves a kind out, and one that can’t reach what it needs', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhiban-suite-'));
  const file = join(folder, 'naughty.test.ts');
  const register = join(import.meta.dirname, '..', '..', 'src', 'plugins', 'suite', 'register.ts');
  const { NODE_TEST_CONTEXT: _inherited, ...environment } = process.env;
  writeFileSync(
    file,
    `import { describePlugin, describeSystem } from 'zhiban/plugin/testing';
     const plugin = await describePlugin(${JSON.stringify(naughtyFolder)}, {});
     describeSystem(plugin.kind('naughty'), {
       live: async () => ({ skip: 'only its shape' }),
       sampleArguments: {},
     });`,
  );
  try {
    const done = spawnSync(process.execPath, ['--import', register, '--test', '--test-reporter=tap', file], {
      encoding: 'utf8',
      env: environment,
    });

    assert.equal(done.status, 1, done.stdout);
    assert.match(done.stdout, /ok \d+ - starts with the permissions that it declares/);
    assert.match(done.stdout, /not ok \d+ - every kind that it names has a suite/);
    assert.match(done.stdout, /the test has no suite for the kind naughty/);
    assert.match(done.stdout, /ok \d+ - names are stable and unique/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
