/** The store that the settings name: PostgreSQL, or the embedded one in the data directory. */

import { join } from 'node:path';
import type { Settings } from '../../config/settings.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Store } from '../../store/contract.ts';
import { openEmbeddedStore, openPostgresStore } from '../../store/open-store.ts';

export function openStore(settings: Pick<Settings, 'databaseUrl' | 'home'>, clock: Clock): Promise<Store> {
  if (settings.databaseUrl === null) return openEmbeddedStore({ directory: join(settings.home, 'db'), clock });
  return openPostgresStore({ url: settings.databaseUrl, clock });
}
