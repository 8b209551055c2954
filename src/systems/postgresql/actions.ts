/** Everything that can change a PostgreSQL. */

import type { Action } from '../contract.ts';
import { setConnectionLimit } from './actions/connection-limit.ts';
import { dropInactiveSlot, reindex, resumeReplay, rollbackPrepared, vacuumTable } from './actions/maintenance.ts';
import { cancelQuery, terminateBackend, terminateIdleSessions } from './actions/sessions.ts';
import { setDurability, setRoleSetting, setSetting } from './actions/settings.ts';
import type { PostgresqlClient } from './client.ts';

export const postgresqlActions: readonly Action<PostgresqlClient>[] = [
  terminateBackend,
  cancelQuery,
  terminateIdleSessions,
  setSetting,
  setDurability,
  setRoleSetting,
  setConnectionLimit,
  dropInactiveSlot,
  resumeReplay,
  rollbackPrepared,
  vacuumTable,
  reindex,
];
