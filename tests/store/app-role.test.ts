import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { appRole, ensureAppRole } from '../../src/store/app-role.ts';
import type { OwnerConnection } from '../../src/store/migrate.ts';

describe('ensureAppRole()', () => {
  it('makes a role that can not log in and binds it to nothing else, once', async () => {
    const engine = await PGlite.create();
    const owner: OwnerConnection = {
      run: async (statements) => void (await engine.exec(statements)),
      rows: async (statement, parameters) => (await engine.query(statement, [...parameters])).rows,
    };

    await ensureAppRole(owner);
    await ensureAppRole(owner);

    const found = await owner.rows('select rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname = $1', [appRole]);
    assert.deepEqual(found, [{ rolcanlogin: false, rolsuper: false, rolbypassrls: false }]);
    await engine.close();
  });

  it('passes on what is not a lack of rights', async () => {
    const away = new Error('gone');

    await assert.rejects(ensureAppRole({ run: () => Promise.reject(away), rows: async () => [] }), (error) => error === away);
  });
});
