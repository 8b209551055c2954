/**
 * How a name was written that a digest prints as a word of the language. Digests quote every other name; a column that is called like a keyword
 * they print in capitals, and where two keywords mean the same, as the other of the two: `day` as SQL_TSI_DAY, `user` as SYSTEM_USER.
 */

/** Keywords that may be names, by what people write; from the word lists of MySQL and MariaDB, each group one token of their grammar. */
const sameWords: readonly (readonly string[])[] = [
  ['day', 'sql_tsi_day'],
  ['hour', 'sql_tsi_hour'],
  ['minute', 'sql_tsi_minute'],
  ['month', 'sql_tsi_month'],
  ['quarter', 'sql_tsi_quarter'],
  ['second', 'sql_tsi_second'],
  ['week', 'sql_tsi_week'],
  ['year', 'sql_tsi_year'],
  ['user', 'system_user', 'session_user'],
  ['columns', 'fields'],
  ['any', 'some'],
  ['database', 'schema'],
  ['replica', 'slave'],
  ['replicas', 'slaves'],
  ['replica_pos', 'slave_pos'],
  ['io_thread', 'relay_thread'],
];

/** As it is printed first; a name of a table must be found in small letters too where the server tells them apart. */
export function spellingsOf(name: string): readonly string[] {
  const small = name.toLowerCase();
  return [...new Set([name, small, ...(sameWords.find((words) => words.includes(small)) ?? [])])];
}

/** The spelling that is there, in small letters; else the one that people write. */
export function writtenAs(name: string, known: ReadonlySet<string>): string {
  const found = spellingsOf(name).find((spelling) => known.has(spelling.toLowerCase()));
  return found?.toLowerCase() ?? sameWords.find((words) => words.includes(name.toLowerCase()))?.[0] ?? name;
}
