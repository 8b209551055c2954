import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { engineOf } from '../../src/store/embedded-engine.ts';
import { createUpkeep } from '../../src/store/embedded-upkeep.ts';
import { createGate } from '../../src/store/gate.ts';
import { keptFreshDatabase } from '../support/fresh-database.ts';

interface Known {
  readonly rows: number;
  readonly columns: number;
  readonly dead: number;
  readonly analyzed: number;
  readonly vacuumed: number;
}

async function openTables() {
  const files = new Blob([await readFile(join(await keptFreshDatabase(), 'files.tar'))]);
  const engine = engineOf(await PGlite.create({ loadDataDir: files }));
  await engine.exec('create table zhiban.grown (id integer primary key, word text); create table zhiban.few (id integer)');
  await engine.exec('analyze zhiban.grown; analyze zhiban.few');
  const clock = { ms: 0 };
  const gate = createGate(() => clock.ms);
  const upkeep = createUpkeep(engine, gate, () => clock.ms);
  const known = async (table: string): Promise<Known> => {
    const { rows } = await engine.query(
      `select class.reltuples::integer as rows, n_dead_tup::integer as dead, analyze_count::integer as analyzed, vacuum_count::integer as vacuumed,
        (select count(*)::integer from pg_stats where schemaname = 'zhiban' and tablename = class.relname) as columns
       from pg_class class join pg_stat_user_tables stats on stats.relid = class.oid where class.relname = $1`,
      [table],
    );
    return rows[0] as Known;
  };
  /** The counters of what was written are themselves written only once a second. */
  const until = async (table: string, isThere: (known: Known) => boolean): Promise<Known> => {
    for (;;) {
      clock.ms += 5_000;
      upkeep.worked();
      await gate.run('work', async () => {});
      const now = await known(table);
      if (isThere(now)) return now;
      await setTimeout(50);
    }
  };
  return { engine, clock, gate, upkeep, known, until };
}

describe('createUpkeep()', () => {
  it('tells the planner of a table that has grown, and again once it has doubled', async () => {
    const { engine, known, until } = await openTables();
    await engine.exec("insert into zhiban.grown select place, 'w' from generate_series(1, 3000) place; insert into zhiban.few values (1)");

    const first = await until('grown', ({ rows }) => rows === 3_000);
    await engine.exec("insert into zhiban.grown select place, 'w' from generate_series(3001, 8000) place");
    const second = await until('grown', ({ rows }) => rows === 8_000);
    const few = await known('few');
    await engine.close();

    assert.equal(first.columns, 2);
    assert.equal(second.analyzed, first.analyzed + 1);
    assert.deepEqual([few.rows, few.analyzed], [0, 1]);
  });

  it('takes dead rows away where they are a third', async () => {
    const { engine, until } = await openTables();
    await engine.exec("insert into zhiban.grown select place, 'w' from generate_series(1, 5000) place");
    await engine.exec('delete from zhiban.grown where id > 2000');

    const { dead } = await until('grown', ({ vacuumed }) => vacuumed > 0);
    await engine.close();

    assert.equal(dead, 0);
  });

  it('looks no more often than every five seconds, waits for its turn, and outlives a failure', async () => {
    const { engine, clock, gate, upkeep, known, until } = await openTables();
    await engine.exec("insert into zhiban.grown select place, 'w' from generate_series(1, 3000) place");
    clock.ms += 4_999;
    upkeep.worked();
    const failing = createUpkeep({ ...engine, query: () => Promise.reject(new Error('the disk is full')) }, gate, () => clock.ms);
    clock.ms += 5_000;
    failing.worked();

    const during = await gate.run('people', async () => {
      upkeep.worked();
      await setTimeout(1);
      return known('grown');
    });
    const later = await until('grown', ({ rows }) => rows === 3_000);
    await engine.close();

    assert.equal(during.rows, 0);
    assert.equal(later.rows, 3_000);
  });
});
