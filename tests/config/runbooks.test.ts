import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { RunbookNames } from '../../src/config/parse-runbook.ts';
import { createRunbookShelf, readRunbooks } from '../../src/config/runbooks.ts';
import { matchRunbooks } from '../../src/knowledge/match-runbooks.ts';
import { builtInKinds } from '../../src/systems/registry.ts';

const names: RunbookNames = { kinds: builtInKinds, systemIds: null };
const builtIn = { path: join(import.meta.dirname, '..', '..', 'config', 'runbooks'), isExpected: true };
let home: string;

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'zhiban-runbooks-'));
});
after(() => rm(home, { recursive: true }));

async function directory(files: Readonly<Record<string, string>>): Promise<{ readonly path: string; readonly isExpected: boolean }> {
  const path = await mkdtemp(join(home, 'own-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return { path, isExpected: true };
}

function text(title: string): string {
  return `---\ntitle: ${title}\nmatch: { words: leak }\n---\nMend it.\n`;
}

test('readRunbooks() reads the built-in ones without a complaint, in both languages', async () => {
  const { runbooks, problems } = await readRunbooks([builtIn], names);

  assert.deepEqual(problems, []);
  assert.deepEqual(runbooks.map(({ id }) => id).sort(), ['disk-full', 'host-slow', 'http-down', 'redis-latency', 'redis-memory']);
  for (const { body, look } of runbooks) {
    assert.match(body['zh-CN'], /。/);
    assert.doesNotMatch(body.en, /\p{Script=Han}/u);
    assert.ok(look.length >= 5);
  }
});

const spoken: readonly (readonly [words: string, kind: string, alertname: string | null, id: string | null])[] = [
  ['orders-cache Redis 内存快满了', 'redis', null, 'redis-memory'],
  ['why is redis slow', 'redis', null, 'redis-latency'],
  ['这台机器为什么慢？', 'host', null, 'host-slow'],
  ['why is this machine slow?', 'ssh', null, 'host-slow'],
  ['磁盘快满了', 'host', null, 'disk-full'],
  ['write failed: no space left on device', 'ssh', null, 'disk-full'],
  ['shop 打不开了', 'http', null, 'http-down'],
  ['', 'redis', 'RedisOutOfMemory', 'redis-memory'],
  ['', 'host', 'HostHighCpuLoad', 'host-slow'],
  ['', 'ssh', 'NodeFilesystemAlmostOutOfSpace', 'disk-full'],
  ['', 'http', 'BlackboxProbeFailed', 'http-down'],
  ['is everything fine?', 'redis', null, null],
  ['why is redis slow', 'http', null, null],
];
for (const [words, kind, alertname, id] of spoken) {
  test(`the built-in runbook for '${words}${alertname ?? ''}' about a ${kind} is ${id}`, async () => {
    const { runbooks } = await readRunbooks([builtIn], names);

    const labels = alertname === null ? [] : [{ alertname }];
    const found = matchRunbooks(runbooks, { words: `${words}\n${alertname ?? ''}`, labels, kinds: [kind] });

    assert.equal(found[0]?.id ?? null, id);
  });
}

test('readRunbooks() lets the later directory replace one of the same name, and leaves other files alone', async () => {
  const first = await directory({ 'leak.md': text('Built in'), 'crack.md': text('Crack') });
  const own = await directory({ 'leak.md': text('Our own'), 'README.md': 'Not a runbook', 'notes.txt': 'Nor this' });

  const { runbooks, problems } = await readRunbooks([first, own], names);

  assert.deepEqual(runbooks.map(({ title }) => title.en).sort(), ['Crack', 'Our own']);
  assert.deepEqual(problems, []);
});

test('readRunbooks() leaves out what is broken, too large or missing, and says so', async () => {
  const own = await directory({ 'bad.md': 'nothing', 'good.md': text('Good'), 'huge.md': `${text('Huge')}${'x'.repeat(70_000)}` });
  const missing = { path: join(home, 'nowhere'), isExpected: true };

  const { runbooks, problems } = await readRunbooks([own, missing, { ...missing, isExpected: false }], names);

  assert.deepEqual(
    runbooks.map(({ id }) => id),
    ['good'],
  );
  const told = problems.map(({ file, problem }) => `${file.split('/').at(-1)} ${problem.level} ${problem.text.en}`).sort();
  assert.equal(told.length, 3);
  assert.match(told[0] ?? '', /^bad\.md warning expected front matter/);
  assert.equal(told[1], 'huge.md warning larger than 64 KiB');
  assert.equal(told[2], 'nowhere warning no such file or directory');
});

test('createRunbookShelf() reads again when a file has changed, and complains only then', async () => {
  const own = await directory({ 'leak.md': text('Before'), 'bad.md': 'nothing' });
  const warnings: unknown[] = [];
  const shelf = createRunbookShelf({ directories: () => [own], names, log: { warn: (fields) => warnings.push(fields) } });

  const before = await shelf.all();
  const again = await shelf.all();
  await writeFile(join(own.path, 'leak.md'), text('Afterwards'));
  const changed = await shelf.all();
  await rm(join(own.path, 'leak.md'));
  const gone = await shelf.all();

  assert.equal(before[0]?.title.en, 'Before');
  assert.equal(again, before);
  assert.equal(changed[0]?.title.en, 'Afterwards');
  assert.deepEqual(gone, []);
  assert.equal(warnings.length, 3);
});
