/** The known faults of MySQL, MariaDB and TiDB, as data. */

import type { Signature } from '../../domain/signature.ts';
import { hotRow } from '../sql/hot-row.ts';
import { accountSignatures } from './signatures/accounts.ts';
import { changedSettingSignatures } from './signatures/changed-settings.ts';
import { connectionSignatures } from './signatures/connections.ts';
import { deadlockSignatures } from './signatures/deadlocks.ts';
import { filterSignatures } from './signatures/filters.ts';
import { innodbSignatures } from './signatures/innodb.ts';
import { lockSignatures } from './signatures/locks.ts';
import { namedLockSignatures } from './signatures/named-locks.ts';
import { packetSignatures } from './signatures/packets.ts';
import { mysqlReachSignatures } from './signatures/reach.ts';
import { readOnlySignatures } from './signatures/read-only.ts';
import { refusedSignatures } from './signatures/refused.ts';
import { refusedDataSignatures } from './signatures/refused-data.ts';
import { refusedSchemaSignatures } from './signatures/refused-schema.ts';
import { refusedSessionSignatures } from './signatures/refused-sessions.ts';
import { refusedStatementSignatures } from './signatures/refused-statements.ts';
import { replicationSignatures } from './signatures/replication.ts';
import { replicationApplySignatures } from './signatures/replication-apply.ts';
import { replicationSetupSignatures } from './signatures/replication-setup.ts';
import { serverSideSignatures } from './signatures/server-side.ts';
import { slownessSignatures } from './signatures/slowness.ts';
import { tableKeeperSignatures } from './signatures/table-keepers.ts';
import { transactionSignatures } from './signatures/transactions.ts';
import { uncommittedBatchSignatures } from './signatures/uncommitted-batch.ts';

export const mysqlSignatures: readonly Signature[] = [
  ...mysqlReachSignatures,
  ...connectionSignatures,
  ...lockSignatures,
  hotRow('mysql', 'dev.mysql.com: InnoDB Locking; Using InnoDB Transaction and Locking Information'),
  ...uncommittedBatchSignatures,
  ...namedLockSignatures,
  ...deadlockSignatures,
  ...transactionSignatures,
  ...filterSignatures,
  ...slownessSignatures,
  ...innodbSignatures,
  ...replicationSignatures,
  ...replicationApplySignatures,
  ...replicationSetupSignatures,
  ...readOnlySignatures,
  ...changedSettingSignatures,
  ...packetSignatures,
  ...refusedSignatures,
  ...refusedDataSignatures,
  ...refusedStatementSignatures,
  ...refusedSessionSignatures,
  ...refusedSchemaSignatures,
  ...accountSignatures,
  ...tableKeeperSignatures,
  ...serverSideSignatures,
];
