import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import type { Migration, OwnerConnection } from '../../src/store/migrate.ts';
import { checksumOf, migrate } from '../../src/store/migrate.ts';

const first: Migration = { number: 1, name: 'first', sql: 'create table one (id integer); create table two (id integer);' };
const second: Migration = { number: 2, name: 'second', sql: 'insert into one values (1)' };
const broken: Migration = { number: 3, name: 'broken', sql: 'insert into one values (2); insert into nothing values (1)' };

describe('migrate()', () => {
  let engine: PGlite;
  before(async () => {
    engine = await PGlite.create();
  });
  after(() => engine.close());
  const run = (migrations: readonly Migration[]) => engine.transaction((transaction) => migrate(ownerOf(transaction), migrations));

  it('runs what has not run, once, and records its checksum', async () => {
    const [one, two, three] = [await run([first]), await run([first, second]), await run([first, second])];

    assert.deepEqual([one, two, three], [['1-first'], ['2-second'], []]);
    const recorded = await engine.query('select number, name, checksum from zhiban.migrations order by number');
    assert.deepEqual(
      recorded.rows,
      [first, second].map((migration) => ({ number: migration.number, name: migration.name, checksum: checksumOf(migration) })),
    );
  });

  it('writes nothing when one fails', async () => {
    await assert.rejects(run([first, second, broken]));

    assert.deepEqual((await engine.query('select id from one')).rows, [{ id: 1 }]);
    assert.equal((await engine.query('select 1 from zhiban.migrations')).rows.length, 2);
  });

  it('refuses a database that is newer than the code', async () => {
    await assert.rejects(run([first]), { kind: 'conflict', message: /at version 2, this Zhiban knows versions up to 1/ });
  });

  it('refuses a migration that was edited after it ran', async () => {
    await assert.rejects(run([{ ...first, sql: 'select 1' }, second]), { kind: 'conflict', message: /1-first/ });
  });
});

function ownerOf(transaction: Parameters<Parameters<PGlite['transaction']>[0]>[0]): OwnerConnection {
  return {
    run: async (statements) => void (await transaction.exec(statements)),
    rows: async (statement, parameters) => (await transaction.query(statement, [...parameters])).rows,
  };
}
