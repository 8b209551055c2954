/**
 * A real PostgreSQL with our tables in its database `postgres`. What opening an empty one does is tested in
 * tests/store/postgres-database.test.ts, and the migrations in tests/store/migrations/.
 */

import { join } from 'node:path';
import { checksumOf } from '../../src/store/migrate.ts';
import { migrations } from '../../src/store/migrations/all.ts';
import { openPostgresDatabase } from '../../src/store/postgres-database.ts';
import { digestOf, keptDirectory } from './kept.ts';
import { copyCluster, type PostgresServer, startPostgres, versionOfPostgres } from './postgres.ts';
import { systemClock } from './system-clock.ts';

export async function startMigratedPostgres(): Promise<PostgresServer> {
  const state = digestOf([await versionOfPostgres(), ...migrations.map(checksumOf)]);
  const kept = await keptDirectory('postgres-with-tables', state, async (draft) => {
    const server = await startPostgres();
    try {
      await (await openPostgresDatabase({ url: server.url, clock: systemClock })).close();
      await server.halt();
      await copyCluster(server.directory, join(draft, 'cluster'));
    } finally {
      await server.stop();
    }
  });
  return startPostgres({ copyOf: join(kept, 'cluster') });
}
