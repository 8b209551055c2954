/**
 * Whether a SELECT may be run as a free command. The session is read-only and limited in time by the server; but functions can do things
 * that a read-only transaction does not keep them from (end a session, read a file, sleep), so only those of a list may be called.
 */

import { refuse } from '../commands/words.ts';
import type { CommandRefusal } from '../contract.ts';
import type { CommandDialect, Token } from './tokens.ts';

export const rowsMax = 200;

/** Words that begin something else than reading, wherever they stand; a column of that name must be quoted. */
const denied = new Set(
  'INTO FOR LOCK OUTFILE DUMPFILE INSERT UPDATE DELETE MERGE TRUNCATE DROP ALTER CREATE GRANT REVOKE SET CALL DO EXECUTE PREPARE DEALLOCATE COPY LISTEN NOTIFY VACUUM HANDLER LOAD PROCEDURE RETURNING REFRESH REINDEX CLUSTER IMPORT SECURITY RENAME PURGE RESET BEGIN COMMIT ROLLBACK DECLARE FETCH MOVE'.split(
    ' ',
  ),
);

/** What may stand before a parenthesis without being a function. */
const beforeParenthesis = new Set(
  'SELECT FROM WHERE AND OR NOT IN ON AS BY CASE WHEN THEN ELSE HAVING JOIN USING UNION ALL EXCEPT INTERSECT DISTINCT EXISTS ANY SOME BETWEEN LIKE ILIKE IS OVER PARTITION FILTER VALUES ROW CAST INTERVAL LATERAL MATERIALIZED GROUP ORDER CHAR VARCHAR DECIMAL NUMERIC SIGNED UNSIGNED TIMESTAMP'.split(
    ' ',
  ),
);

const functions = new Set(
  [
    'count sum avg min max coalesce nullif greatest least round floor ceil ceiling abs sign mod sqrt power ln log exp width_bucket',
    'length char_length octet_length lower upper trim ltrim rtrim btrim substr substring left right concat concat_ws position strpos instr locate replace split_part reverse md5 format hex',
    'string_agg array_agg group_concat json_agg jsonb_agg json_build_object jsonb_build_object json_object json_arrayagg json_extract json_unquote jsonb_array_length array_length cardinality unnest',
    'bool_and bool_or stddev variance percentile_cont percentile_disc row_number rank dense_rank lag lead ntile first_value last_value',
    'now current_timestamp current_date clock_timestamp statement_timestamp date_trunc date_part extract age to_char to_timestamp to_date make_interval date date_format date_add date_sub datediff timestampdiff timediff unix_timestamp from_unixtime utc_timestamp hour minute second day month year sec_to_time time_to_sec str_to_date',
    'if ifnull isnull database schema user current_user session_user version connection_id current_database current_schema format_bytes',
    'pg_size_pretty pg_database_size pg_relation_size pg_total_relation_size pg_table_size pg_indexes_size pg_tablespace_size pg_column_size',
    'pg_get_indexdef pg_get_viewdef pg_get_constraintdef pg_get_expr pg_get_userbyid pg_table_is_visible format_type obj_description col_description',
    'pg_blocking_pids pg_backend_pid pg_is_in_recovery pg_is_wal_replay_paused pg_last_wal_replay_lsn pg_last_wal_receive_lsn pg_last_xact_replay_timestamp pg_current_wal_lsn pg_wal_lsn_diff pg_postmaster_start_time pg_conf_load_time pg_xact_commit_timestamp txid_snapshot_xmin inet_server_addr inet_server_port inet_client_addr has_table_privilege to_regclass',
  ]
    .join(' ')
    .toUpperCase()
    .split(' '),
);

/** Of ClickHouse: clauses that would lift the limits of the session, or say how and where the answer is written. */
const deniedByClickhouse = new Set(['SETTINGS', 'FORMAT']);

/** ClickHouse's own, in its own spelling; none of its table functions, which read files and other servers. */
const clickhouseFunctions = new Set(
  [
    'uniq uniqExact quantile quantiles median any anyLast argMin argMax groupArray groupUniqArray countIf sumIf avgIf topK',
    'toDate toDateTime toString toUInt64 toInt64 toFloat64 toStartOfMinute toStartOfFiveMinute toStartOfHour toStartOfDay today yesterday formatDateTime dateDiff',
    'formatReadableSize formatReadableQuantity formatReadableTimeDelta multiIf ifNull arrayJoin arrayElement length empty notEmpty has splitByChar substring position lower upper startsWith endsWith match extract concat',
    'hostName uptime version currentDatabase currentUser tuple array',
  ]
    .join(' ')
    .split(' '),
);

/** Where ClickHouse shows the definitions of engines, in which passwords of other servers may stand. */
const clickhouseDefinitions = /^(tables|databases|dictionaries|named_collections|users|query_log|query_thread_log)$/i;

/** Where passwords and keys are kept. */
const secretNames =
  /^(pg_authid|pg_shadow|pg_user_mapping|pg_user_mappings|pg_subscription|pg_largeobject|pg_stat_ssl_keys|authentication_string|global_priv|proxies_priv)$/i;

/** Null when it may be run. */
export function checkSelect(tokens: readonly Token[], dialect: CommandDialect): { readonly refusal: CommandRefusal } | null {
  for (const [index, token] of tokens.entries()) {
    const refusal = checkToken(token, tokens[index - 1], tokens[index + 1], dialect);
    if (refusal !== null) return refusal;
  }
  return null;
}

function checkToken(
  token: Token,
  before: Token | undefined,
  after: Token | undefined,
  dialect: CommandDialect,
): { readonly refusal: CommandRefusal } | null {
  if (token.kind !== 'name' && token.kind !== 'quoted-name') return null;
  const word = token.value.toUpperCase();
  if (token.kind === 'name' && (denied.has(word) || (dialect === 'clickhouse' && deniedByClickhouse.has(word))))
    return refuse(
      token.text,
      '只允许读取：语句里不能有这个词（同名的列请加引号）',
      'only reading is allowed: a statement may not hold this word (quote a column of that name)',
    );
  if (
    secretNames.test(token.value) ||
    (dialect === 'mysql' && isSecretTable(word, before, after)) ||
    (dialect === 'clickhouse' && before?.text === '.' && clickhouseDefinitions.test(token.value))
  )
    return refuse(token.text, '那里存放口令或密钥', 'passwords or keys are kept there');
  if (after?.text !== '(') return null;
  const isKnown = beforeParenthesis.has(word) || functions.has(word) || (dialect === 'clickhouse' && clickhouseFunctions.has(token.value));
  if (token.kind === 'name' && before?.text !== '.' && isKnown) return null;
  return refuse(
    `${token.text}(`,
    '不在允许的函数之列：函数可能做只读事务拦不住的事',
    'it is not among the functions that are allowed: a read-only transaction does not keep functions from everything',
  );
}

function isSecretTable(word: string, before: Token | undefined, after: Token | undefined): boolean {
  if (word === 'MYSQL' && after?.text === '.') return true;
  return word === 'USER' && /^(from|join|,)$/i.test(before?.text ?? '');
}

/** The limit of rows is part of what is run: one at the very end is kept if it is low enough, else one is added. */
export function limited(tokens: readonly Token[]): { readonly tokens: readonly Token[] } | { readonly refusal: CommandRefusal } {
  const [word, number] = tokens.slice(-2);
  if (word?.kind === 'name' && word.value.toUpperCase() === 'LIMIT' && number?.kind === 'number') {
    if (Number(number.value) <= rowsMax && /^\d+$/.test(number.value)) return { tokens };
    return refuse(`LIMIT ${number.value}`, `最多 ${String(rowsMax)} 行`, `at most ${String(rowsMax)} rows`);
  }
  const last = tokens.findLastIndex((token) => token.text === ')');
  if (tokens.slice(last + 1).some((token) => /^(limit|offset)$/i.test(token.text)))
    return refuse(
      'LIMIT',
      `行数限制须以 LIMIT n 结尾，n 不超过 ${String(rowsMax)}`,
      `the limit of rows must stand at the end as LIMIT n, n at most ${String(rowsMax)}`,
    );
  const name = (text: string, kind: Token['kind']): Token => ({ kind, text, value: text, hasSpaceBefore: true });
  return { tokens: [...tokens, name('LIMIT', 'name'), name(String(rowsMax), 'number')] };
}
