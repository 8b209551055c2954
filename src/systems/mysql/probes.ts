/** Every look at a MySQL; the cheap ones first. */

import type { Probe } from '../contract.ts';
import type { MysqlClient } from './client.ts';
import { accountsProbe } from './probes/accounts.ts';
import { activityProbe } from './probes/activity.ts';
import { connectionsProbe } from './probes/connections.ts';
import { eventsProbe } from './probes/events.ts';
import { innodbProbe } from './probes/innodb.ts';
import { locksProbe } from './probes/locks.ts';
import { replicationProbe } from './probes/replication.ts';
import { serverProbe } from './probes/server.ts';
import { settingsProbe } from './probes/settings.ts';
import { statementsProbe } from './probes/statements.ts';
import { storageProbe } from './probes/storage.ts';
import { transactionsProbe } from './probes/transactions.ts';

export const mysqlProbes: readonly Probe<MysqlClient>[] = [
  serverProbe,
  connectionsProbe,
  locksProbe,
  transactionsProbe,
  statementsProbe,
  activityProbe,
  innodbProbe,
  replicationProbe,
  settingsProbe,
  storageProbe,
  accountsProbe,
  eventsProbe,
];
