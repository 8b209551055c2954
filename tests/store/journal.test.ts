import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Journal, type JournalLimits } from '../../src/store/journal.ts';

describe('Journal', () => {
  let directory: string;
  let nowMs = Date.now();
  const opened: Journal[] = [];
  const open = async (readTo = 0, limits: Partial<JournalLimits> = {}): Promise<Journal> => {
    const journal = await Journal.open(directory, { readTo, now: () => nowMs, limits });
    opened.push(journal);
    return journal;
  };
  const textsOf = async (journal: Journal, after = 0, bytesMax = 1_000_000) =>
    (await journal.read(after, bytesMax)).map(({ text }) => text);

  beforeEach(async () => {
    directory = join(await mkdtemp(join(tmpdir(), 'zhiban-journal-')), 'lane');
    nowMs = Date.now();
  });
  afterEach(async () => {
    for (const journal of opened.splice(0)) await journal.close();
    await rm(join(directory, '..'), { recursive: true });
  });

  it('gives back what was appended, after a start too, and from a position on', async () => {
    const journal = await open();
    const [first = 0] = await journal.append(['one', '第二 "2"', 'three']);

    assert.deepEqual(await textsOf(journal), ['one', '第二 "2"', 'three']);
    assert.deepEqual(await textsOf(await open()), ['one', '第二 "2"', 'three']);
    assert.deepEqual(await textsOf(await open(), first), ['第二 "2"', 'three']);
    assert.equal((await open(first)).waiting, 2);
  });

  it('reads one record at least, and else no more bytes than it is told', async () => {
    const journal = await open();
    await journal.append(['a'.repeat(100), 'b'.repeat(100), 'c'.repeat(100)]);

    assert.equal((await textsOf(journal, 0, 1)).length, 1);
    assert.equal((await textsOf(journal, 0, 230)).length, 2);
  });

  it('leaves out a line that was cut, and goes on behind it in another file', async () => {
    await (await open()).append(['kept']);
    const [name = ''] = await readdir(directory);
    await appendFile(join(directory, name), '0badc0de never acknow');

    const journal = await open();
    await journal.append(['next']);

    assert.deepEqual(await textsOf(journal), ['kept', 'next']);
    assert.deepEqual(await textsOf(await open()), ['kept', 'next']);
    assert.equal((await readdir(directory)).length, 2);
  });

  it('passes over a line that is spoilt', async () => {
    await (await open()).append(['first', 'second', 'third']);
    const [name = ''] = await readdir(directory);
    const text = await readFile(join(directory, name), 'utf8');
    await writeFile(join(directory, name), text.replace('second', 'sec0nd'));

    assert.deepEqual(await textsOf(await open()), ['first', 'third']);
  });

  it('begins a new file from a size on, reads across files and forgets those that were read long ago', async () => {
    const journal = await open(0, { fileBytes: 50, keptMs: 1_000 });
    const ends: number[] = [];
    for (const text of ['a', 'b', 'c', 'd']) ends.push(...(await journal.append([text.repeat(60)])));

    assert.equal((await textsOf(journal)).length, 4);
    await journal.read(ends[2] ?? 0, 1_000);
    assert.equal((await readdir(directory)).length, 4, 'they were read a moment ago');
    nowMs += 5_000;
    assert.deepEqual(await textsOf(journal, ends[2]), ['d'.repeat(60)]);

    assert.equal((await readdir(directory)).length, 1);
    assert.deepEqual(await textsOf(await open(ends[2]), ends[2]), ['d'.repeat(60)]);
  });

  it('numbers what comes from where its reader is, also where its files are gone', async () => {
    const journal = await open(5_000);
    const [end = 0] = await journal.append(['new']);

    assert.ok(end > 5_000);
    assert.deepEqual(await textsOf(journal, 5_000), ['new']);
    assert.deepEqual(await textsOf(await open(5_000), 5_000), ['new']);
  });

  it('refuses more than there is room for until some is read', async () => {
    const journal = await open(0, { waitingBytesMax: 100 });
    const [end = 0] = await journal.append(['x'.repeat(200)]);

    await assert.rejects(journal.append(['y']), { kind: 'unavailable' });
    await journal.read(end, 1_000);
    await journal.append(['y']);

    assert.deepEqual(await textsOf(journal, end), ['y']);
  });
});
