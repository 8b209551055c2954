import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { workflowCode } from '../../../src/main/wire/workflow-code.ts';

test('workflowCode() compiles into an empty cache, and reads what it finds there', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-workflow-code-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const cache = join(directory, 'cache');

  const compiled = await workflowCode(cache);
  const [name = '', ...others] = readdirSync(cache);
  writeFileSync(join(cache, name), 'what was kept');
  const kept = await workflowCode(cache);

  assert.match(name, /^workflows-[0-9a-f]{16}\.js$/);
  assert.deepEqual(others, []);
  assert.match(compiled, /runRemediation|remediate/);
  assert.equal(kept, 'what was kept');
});

test('workflowCode() says why when it cannot write', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-workflow-code-'));
  t.after(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, 'cache'), 'a file where the directory would be');

  await assert.rejects(workflowCode(join(directory, 'cache')), /EEXIST|ENOTDIR/);
});
