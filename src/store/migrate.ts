/** Brings a database up to this code: all or nothing, one process at a time, and never on a database that is newer than the code. */

import { createHash } from 'node:crypto';
import { ZhibanError } from '../domain/errors.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** A connection as the owner, within one transaction. `run` takes several statements, `rows` takes one. */
export interface OwnerConnection {
  run(sql: string): Promise<void>;
  rows(sql: string, parameters: readonly unknown[]): Promise<readonly unknown[]>;
}

/** Any number that no other program uses for its advisory locks; two servers starting at once queue on it. */
const migrationLock = 7_412_600_217;

/** Returns the names of what ran now. Throws `conflict` for a newer database or a migration that was edited after it ran. */
export async function migrate(owner: OwnerConnection, migrations: readonly Migration[]): Promise<readonly string[]> {
  await owner.rows('select pg_advisory_xact_lock($1)', [migrationLock]);
  await prepare(owner);
  const recorded = (await owner.rows('select number, checksum from zhiban.migrations order by number', [])).map(asRecord);
  refuseNewer(recorded, migrations);
  const ran: string[] = [];
  for (const migration of migrations) {
    const known = recorded.find((record) => record.number === migration.number);
    if (known) refuseEdited(migration, known.checksum);
    else ran.push(await runMigration(owner, migration));
  }
  return ran;
}

/** SHA-256 of the SQL. */
export function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}

async function prepare(owner: OwnerConnection): Promise<void> {
  const found = await owner.rows("select to_regclass('zhiban.migrations') is not null as is_there", []);
  if (field(found[0], 'is_there') === true) return;
  await owner.run(`
    create schema if not exists zhiban;
    create table zhiban.migrations (
      number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now()
    );`);
}

async function runMigration(owner: OwnerConnection, migration: Migration): Promise<string> {
  await owner.run(migration.sql);
  const row = [migration.number, migration.name, checksumOf(migration)];
  await owner.rows('insert into zhiban.migrations (number, name, checksum) values ($1, $2, $3)', row);
  return `${migration.number}-${migration.name}`;
}

function refuseNewer(recorded: readonly { readonly number: number }[], migrations: readonly Migration[]): void {
  const newest = Math.max(0, ...recorded.map((record) => record.number));
  const known = Math.max(0, ...migrations.map((migration) => migration.number));
  if (newest <= known) return;
  throw new ZhibanError(
    'conflict',
    `The database is at version ${newest}, this Zhiban knows versions up to ${known}: start the newer Zhiban, or restore a backup from before the upgrade`,
  );
}

function refuseEdited(migration: Migration, checksum: string): void {
  if (checksum === checksumOf(migration)) return;
  throw new ZhibanError(
    'conflict',
    `Migration ${migration.number}-${migration.name} is not the one that ran on this database: its checksum is different`,
  );
}

function asRecord(row: unknown): { readonly number: number; readonly checksum: string } {
  return { number: Number(field(row, 'number')), checksum: String(field(row, 'checksum')) };
}

function field(row: unknown, name: string): unknown {
  return typeof row === 'object' && row !== null ? Reflect.get(row, name) : undefined;
}
