/** Conditions that no index serves, on a real server and from facts. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { filterFacts, readFilter } from '../../../src/systems/postgresql/probes/filters.ts';
import { filterSignatures } from '../../../src/systems/postgresql/signatures/filters.ts';
import { filterIn } from '../../../src/systems/sql/predicates.ts';
import { judgeFacts } from '../nats/judge-facts.ts';
import { type Scene, startScene } from './scene.ts';

describe('readFilter()', () => {
  let scene: Scene;

  before(async () => {
    scene = await startScene();
    await scene.run(
      "CREATE TABLE users AS SELECT i AS id, 'user' || i AS email, now() AS created, 'x' AS name FROM generate_series(1, 500) i",
    );
    await scene.run(
      'CREATE INDEX users_email ON users (email); CREATE INDEX users_day ON users ((id::text)); CREATE INDEX users_name ON users (upper(name)); ANALYZE',
    );
  });
  after(() => scene.stop());

  const cases = [
    { statement: 'select id from users where lower(email) = $1', wrapped: 'lower(email)', missing: '', plain: 'users_email' },
    { statement: 'select id from users where upper(name) = $1', wrapped: '', missing: '', plain: '' },
    { statement: "select id from users where id::text = '2026'", wrapped: '', missing: '', plain: '' },
    { statement: 'select id from users where email = $1 and lower(name) = $2', wrapped: '', missing: '', plain: '' },
    { statement: "select id from public.users where email like '%7'", wrapped: "email LIKE '%…'", missing: '', plain: 'users_email' },
    { statement: 'select id from users where id = $1', wrapped: '', missing: 'id', plain: '' },
    { statement: 'select id from nowhere where id = $1', wrapped: '', missing: '', plain: '' },
  ] as const;

  for (const { statement, wrapped, missing, plain } of cases) {
    it(`of '${statement}' finds ${wrapped || missing || 'nothing to serve'}`, async () => {
      const facts = await readFilter(scene.watcher, [statement], { timeoutMs: 5_000, signal: AbortSignal.timeout(10_000) });

      assert.deepEqual(
        [facts['statements.filter.wrapped'], facts['statements.filter.missing'], facts['statements.filter.plainIndex']],
        [wrapped, missing, plain],
      );
    });
  }
});

describe('filterSignatures', () => {
  const scanned = { 'activity.rowsReadPerSecond': 900_000, 'tables.scanned.name': 'users', 'tables.scanned.rowsPerScan': 90_000 };
  const factsOf = (statement: string, table: string) => {
    const filter = filterIn(statement);
    assert.ok(filter !== null);
    return { ...scanned, ...filterFacts(statement, filter, { schema: 'public', name: table, rows: '90000' }, []) };
  };

  it('name the wrapped predicate, or the column without an index, of the table that is scanned', () => {
    const confirmedBy = (statement: string, table = 'users') =>
      judgeFacts(filterSignatures, 'postgresql', factsOf(statement, table)).confirmed;

    assert.deepEqual(confirmedBy('select 1 from users where lower(email) = $1'), ['predicate-without-index']);
    assert.deepEqual(confirmedBy('select 1 from users where email = $1'), ['index-missing']);
    assert.deepEqual(confirmedBy('select 1 from other where email = $1', 'other'), []);
  });

  it('name the index that failed to build, and no missing one beside it; one that is being built is neither', () => {
    const statement = 'select 1 from users where email = $1';
    const filter = filterIn(statement);
    assert.ok(filter !== null);
    const index = { name: 'users_email_key', schema: 'public', key: 'email', definition: '', valid: false, is_unique: true };
    const judged = (building: boolean) => {
      const facts = filterFacts(statement, filter, { schema: 'public', name: 'users', rows: '90000' }, [{ ...index, building }]);
      return judgeFacts(filterSignatures, 'postgresql', { ...scanned, ...facts }).confirmed;
    };

    assert.deepEqual(judged(false), ['invalid-index-serves-nobody']);
    assert.deepEqual(judged(true), ['index-missing']);
  });
});
