import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { type Engine, engineOf, openEngineThread } from '../../src/store/embedded-engine.ts';
import { placeFreshDatabase } from '../support/fresh-database.ts';

describe('openEngineThread() and engineOf()', () => {
  let directory: string;
  const engines = new Map<string, Engine>();
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'zhiban-engine-'));
    await placeFreshDatabase(directory);
    engines.set('a thread', await openEngineThread(join(directory, 'postgres'), []));
    engines.set('here', engineOf(await PGlite.create()));
  });
  after(async () => {
    for (const engine of engines.values()) await engine.close();
    await rm(directory, { recursive: true });
  });

  for (const name of ['a thread', 'here']) {
    it(`${name}: answers with rows, in order, and lists where they are asked for`, async () => {
      const engine = engines.get(name);
      await engine?.exec('create table t (n integer, at timestamptz, note jsonb)');
      await engine?.query('insert into t values ($1, $2, $3)', [1, '2026-11-21T02:00:00Z', '{"a":[1]}']);
      const [objects, lists] = await Promise.all([
        engine?.query('select n, note from t'),
        engine?.query('select n, note from t', [], { rowMode: 'array' }),
      ]);

      assert.deepEqual(objects?.rows, [{ n: 1, note: { a: [1] } }]);
      assert.deepEqual(lists?.rows, [[1, { a: [1] }]]);
    });

    it(`${name}: tells the code of what the database refuses, and goes on`, async () => {
      const engine = engines.get(name);

      await assert.rejects(engine?.query('select * from nothing') ?? Promise.resolve(), { code: '42P01' });
      assert.deepEqual((await engine?.query('select 1 as one'))?.rows, [{ one: 1 }]);
    });

    it(`${name}: hears notifications until it no longer listens`, async () => {
      const engine = engines.get(name);
      const heard: string[] = [];
      const first = Promise.withResolvers<void>();
      const stop = await engine?.listen('news', (payload) => {
        heard.push(payload);
        first.resolve();
      });
      await engine?.exec("notify news, 'a'");
      await first.promise;
      await stop?.();
      await engine?.exec("notify news, 'b'");
      await engine?.query('select 1');

      assert.deepEqual(heard, ['a']);
    });
  }

  it('says so when it is closed', async () => {
    for (const engine of engines.values()) {
      await engine.close();
      await engine.close();
      await assert.rejects(engine.query('select 1'), /clos/);
    }
  });
});
