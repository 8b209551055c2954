/** Everything that can change a MySQL. */

import type { Action } from '../contract.ts';
import { killConnection, killIdleConnections, killQuery } from './actions/connections.ts';
import { analyzeTable, startReplica, stopReplica } from './actions/replication.ts';
import { setGlobal, setReadOnly } from './actions/settings.ts';
import type { MysqlClient } from './client.ts';

export const mysqlActions: readonly Action<MysqlClient>[] = [
  killConnection,
  killQuery,
  killIdleConnections,
  setGlobal,
  setReadOnly,
  startReplica,
  stopReplica,
  analyzeTable,
];
