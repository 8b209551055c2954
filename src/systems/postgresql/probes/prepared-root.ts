/** Which prepared transaction stands in the way: it has no session, but the table of locks has it by its number. */

import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf, type Row, rounded, textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';
import { first } from './postgresql-probe.ts';

/** The one that holds most of what others wait for. Its locks are of no session; the one on its own number tells which they are. */
const statement = `
SELECT p.gid, p.owner, extract(epoch FROM clock_timestamp() - p.prepared) AS seconds, count(*) AS waiters
FROM pg_prepared_xacts p JOIN pg_locks own ON own.pid IS NULL AND own.locktype = 'transactionid' AND own.transactionid = p.transaction
JOIN pg_locks h ON h.granted AND h.pid IS NULL AND h.virtualtransaction = own.virtualtransaction
JOIN pg_locks w ON NOT w.granted AND w.locktype = h.locktype AND w.database IS NOT DISTINCT FROM h.database AND w.relation IS NOT DISTINCT FROM h.relation
  AND w.transactionid IS NOT DISTINCT FROM h.transactionid AND w.page IS NOT DISTINCT FROM h.page AND w.tuple IS NOT DISTINCT FROM h.tuple
  AND w.classid IS NOT DISTINCT FROM h.classid AND w.objid IS NOT DISTINCT FROM h.objid
GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3 DESC LIMIT 1`;

/** Asked only where the root of a queue has no session. */
export async function readPreparedRoot(client: PostgresqlClient, isPrepared: boolean, limit: SessionLimit): Promise<Facts> {
  return preparedRootFacts(isPrepared ? first(await client.read(statement, [], limit)) : {});
}

/** Pure. */
export function preparedRootFacts(row: Row): Facts {
  const isKnown = textOf(row.gid) !== '';
  return {
    'locks.root.gid': isKnown ? textOf(row.gid) : null,
    'locks.root.gidOwner': isKnown ? textOf(row.owner) : null,
    'locks.root.preparedSeconds': isKnown ? rounded(numberOf(row.seconds)) : null,
  };
}
