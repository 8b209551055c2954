/** Every look at a PostgreSQL; the cheap ones first. */

import type { Probe } from '../contract.ts';
import type { PostgresqlClient } from './client.ts';
import { accessProbe } from './probes/access.ts';
import { activityProbe } from './probes/activity.ts';
import { connectionsProbe } from './probes/connections.ts';
import { databasesProbe } from './probes/databases.ts';
import { locksProbe } from './probes/locks.ts';
import { logProbe } from './probes/log.ts';
import { loginsProbe } from './probes/logins.ts';
import { objectsProbe } from './probes/objects.ts';
import { replicationProbe } from './probes/replication.ts';
import { sequencesProbe } from './probes/sequences.ts';
import { serverProbe } from './probes/server.ts';
import { settingsProbe } from './probes/settings.ts';
import { statementsProbe } from './probes/statements.ts';
import { tablesProbe } from './probes/tables.ts';
import { transactionsProbe } from './probes/transactions.ts';
import { walProbe } from './probes/wal.ts';

export const postgresqlProbes: readonly Probe<PostgresqlClient>[] = [
  serverProbe,
  connectionsProbe,
  locksProbe,
  transactionsProbe,
  statementsProbe,
  activityProbe,
  replicationProbe,
  walProbe,
  databasesProbe,
  tablesProbe,
  objectsProbe,
  settingsProbe,
  logProbe,
  loginsProbe,
  sequencesProbe,
  accessProbe,
];
