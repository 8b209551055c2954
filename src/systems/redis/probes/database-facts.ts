/** Who asks in which database, and who writes into which: a client that asks where nobody writes finds nothing. */

import type { Facts } from '../../../domain/evidence.ts';
import { type Info, infoFields } from '../info.ts';
import type { ClientLine } from './client-lines.ts';
import { fillsKeys, readsKeys } from './command-sorts.ts';

/** Database to its number of keys; INFO leaves out those that are empty. */
export function keysByDatabase(info: Info): ReadonlyMap<number, number> {
  const databases = [...info.values].flatMap(([name, value]) =>
    /^db\d+$/.test(name) ? [[Number(name.slice(2)), Number(infoFields(value).get('keys') ?? 0)] as const] : [],
  );
  return new Map(databases);
}

/**
 * Pure. By the last command of each connection. `databases.reader` is who asks in a database into which nobody is seen to write, the emptiest
 * first; `databases.writer` who writes into another, or empty where only the keys of another show that somebody did.
 */
export function databaseFacts(lines: readonly ClientLine[], keys: ReadonlyMap<number, number>): Facts {
  const theirs = lines.filter((line) => line.name !== 'zhiban' && !/[SMO]/.test(line.flags));
  const writers = theirs.filter((line) => fillsKeys.test(line.command));
  const written = new Set(writers.map((line) => line.database));
  const keysOf = ({ database }: Pick<ClientLine, 'database'>): number => keys.get(database) ?? 0;
  const [reader] = theirs
    .filter((line) => readsKeys.test(line.command) && !written.has(line.database))
    .sort((one, other) => keysOf(one) - keysOf(other));
  const elsewhere = (database: number): boolean => database !== reader?.database;
  const [writer] = writers.filter((line) => elsewhere(line.database) && keysOf(line) > 0).sort((one, other) => keysOf(other) - keysOf(one));
  const [fullest] = [...keys].filter(([database]) => elsewhere(database)).sort(([, one], [, other]) => other - one);
  const filled = writer?.database ?? fullest?.[0];
  const isSplit = reader !== undefined && filled !== undefined;
  return {
    'databases.filled': [...keys].map(([database, count]) => `db${String(database)}=${String(count)}`).join(' '),
    'databases.reader': isSplit ? nameOf(reader) : '',
    'databases.readers': isSplit ? theirs.filter((line) => nameOf(line) === nameOf(reader) && line.database === reader.database).length : 0,
    'databases.readDatabase': isSplit ? reader.database : null,
    'databases.readKeys': isSplit ? keysOf(reader) : null,
    'databases.writer': isSplit && writer !== undefined ? nameOf(writer) : '',
    'databases.writtenDatabase': isSplit ? filled : null,
    'databases.writtenKeys': isSplit ? (keys.get(filled) ?? 0) : null,
  };
}

function nameOf({ name, address }: ClientLine): string {
  return name === '' ? address.replace(/:\d+$/, '') : name;
}
