/** The known faults of PostgreSQL, as data. */

import type { Signature } from '../../domain/signature.ts';
import { hotRow } from '../sql/hot-row.ts';
import { accessSignatures } from './signatures/access.ts';
import { advisoryLockSignatures } from './signatures/advisory-locks.ts';
import { autovacuumSignatures } from './signatures/autovacuum.ts';
import { connectionSignatures } from './signatures/connections.ts';
import { crashSignatures } from './signatures/crashes.ts';
import { deadlockSignatures } from './signatures/deadlocks.ts';
import { failingSignatures } from './signatures/failing.ts';
import { filterSignatures } from './signatures/filters.ts';
import { lockTableSignatures } from './signatures/lock-table.ts';
import { lockSignatures } from './signatures/locks.ts';
import { loginSignatures } from './signatures/logins.ts';
import { planSignatures } from './signatures/plans.ts';
import { quotedSessionSignatures } from './signatures/quoted-sessions.ts';
import { quotedStatementSignatures } from './signatures/quoted-statements.ts';
import { postgresqlReachSignatures } from './signatures/reach.ts';
import { refusedSignatures } from './signatures/refused.ts';
import { replicationSignatures } from './signatures/replication.ts';
import { settingSignatures } from './signatures/settings.ts';
import { slotSignatures } from './signatures/slots.ts';
import { slownessSignatures } from './signatures/slowness.ts';
import { storageSignatures } from './signatures/storage.ts';
import { strongCommandSignatures } from './signatures/strong-commands.ts';
import { vacuumSignatures } from './signatures/vacuum.ts';
import { wraparoundSignatures } from './signatures/wraparound.ts';

export const postgresqlSignatures: readonly Signature[] = [
  ...postgresqlReachSignatures,
  ...connectionSignatures,
  ...lockSignatures,
  ...strongCommandSignatures,
  ...deadlockSignatures,
  hotRow('postgresql', 'wiki.postgresql.org: Lock Monitoring'),
  ...lockTableSignatures,
  ...refusedSignatures,
  ...quotedStatementSignatures,
  ...quotedSessionSignatures,
  ...failingSignatures,
  ...advisoryLockSignatures,
  ...vacuumSignatures,
  ...autovacuumSignatures,
  ...wraparoundSignatures,
  ...slownessSignatures,
  ...planSignatures,
  ...filterSignatures,
  ...replicationSignatures,
  ...slotSignatures,
  ...storageSignatures,
  ...crashSignatures,
  ...settingSignatures,
  ...loginSignatures,
  ...accessSignatures,
];
