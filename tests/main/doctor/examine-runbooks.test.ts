import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runDoctor } from '../../../src/main/doctor/doctor.ts';
import { examineRunbooks } from '../../../src/main/doctor/examine-runbooks.ts';

test('examineRunbooks() counts what is read and warns of each problem, with its file', async () => {
  const path = await mkdtemp(join(tmpdir(), 'zhiban-runbooks-'));
  await writeFile(join(path, 'good.md'), '---\ntitle: Leak\nmatch: { words: leak }\n---\n');
  await writeFile(join(path, 'off.md'), '---\ntitle: Leak\nmatch: { words: leak }\nenabled: false\n---\n');
  await writeFile(join(path, 'bad.md'), '---\ntitel: Leak\nmatch: { words: leak }\n---\n');

  const checks = await runDoctor([examineRunbooks([{ path, isExpected: true }], { kinds: [], systemIds: [] })]);

  await rm(path, { recursive: true });
  assert.deepEqual(
    checks.map(({ level }) => level),
    ['ok', 'warn'],
  );
  assert.equal(checks[0]?.text.en, '1 runbook(s) are read');
  assert.match(checks[1]?.text['zh-CN'] ?? '', /^bad\.md:2:1 titel：未知的键；是否想写 'title'？/);
  assert.equal(checks[1]?.advice?.en, `See ${join(path, 'bad.md')}`);
});
