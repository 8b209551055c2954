import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sql } from '../../src/store/drizzle.ts';
import { openEmbeddedDatabase } from '../../src/store/embedded-database.ts';
import { openEmbeddedStore } from '../../src/store/open-store.ts';
import { openMemoryDatabase, placeFreshDatabase } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';

describe('openEmbeddedDatabase()', () => {
  let parent: string;
  before(async () => {
    parent = await mkdtemp(join(tmpdir(), 'zhiban-embedded-'));
  });
  after(() => rm(parent, { recursive: true }));

  it('keeps every acknowledged write when its process is killed, again and again', async () => {
    const directory = join(parent, 'killed');
    await placeFreshDatabase(directory);
    let acknowledged = 0;
    for (let round = 0; round < 3; round += 1) {
      const writer = fork(join(import.meta.dirname, 'fixtures/writer.ts'), [directory], {
        execArgv: ['--liftoff-only'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      acknowledged = await killAfter(writer, acknowledged + 40);

      const store = await openEmbeddedStore({ clock: systemClock, directory });
      const tenant = store.forTenant('t');
      const { entries, brokenAt } = await tenant.audit.verify();
      await store.close();

      assert.equal(brokenAt, null);
      assert.ok(entries >= acknowledged, `${acknowledged} writes were acknowledged and ${entries} are there`);
    }
  });

  it('refuses a directory that is in use, and opens it once it was closed', async () => {
    const directory = join(parent, 'used');
    await placeFreshDatabase(directory);
    const first = await openEmbeddedDatabase({ directory });

    await assert.rejects(openEmbeddedDatabase({ directory }), { kind: 'conflict', message: /in use by process/ });
    await first.close();

    await (await openEmbeddedDatabase({ directory })).close();
    assert.deepEqual(await readdir(directory), ['postgres']);
  });

  it('starts over when the first start was killed half way', async () => {
    const directory = join(parent, 'half');
    await mkdir(join(directory, 'postgres.new', 'base'), { recursive: true });
    await writeFile(join(directory, 'postgres.new', 'PG_VERSION'), '18');

    await (await openEmbeddedDatabase({ directory })).close();

    assert.deepEqual(await readdir(directory), ['postgres']);
  });

  it('reports a failure of the database, and passes on a failure of the work', async () => {
    const database = await openMemoryDatabase();
    const own = Object.assign(new Error('own'), { code: 'ECONNREFUSED' });

    await assert.rejects(
      database.transaction('t', (session) => session.execute(sql`select * from zhiban.migrations`)),
      { kind: 'forbidden' },
    );
    await assert.rejects(
      database.transaction('t', () => Promise.reject(own)),
      (error) => error === own,
    );
    await database.transaction('t', (session) => session.execute(sql`select 1`));
    await database.close();
  });
});

/** Kills without warning once so many writes were acknowledged; returns the last one heard of. */
async function killAfter(writer: ChildProcess, count: number): Promise<number> {
  let last = 0;
  writer.on('message', (seq) => {
    last = Number(seq);
    if (last === count) writer.kill('SIGKILL');
  });
  await once(writer, 'exit');
  assert.equal(writer.signalCode, 'SIGKILL');
  return last;
}
