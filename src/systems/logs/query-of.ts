/** What a log store is asked for a declared source: the query as it stands, or the one by which the store itself finds a service. */

import { SystemError } from '../../domain/errors.ts';
import type { LogLimit, LogStore, ServiceRequest, StoredLogs } from './contract.ts';

export interface Asked<Client> {
  readonly store: LogStore<Client>;
  readonly client: Client;
}

/** Null where the store has no line of that service in that time. Throws SystemError, also where the store can't be asked by a name. */
export async function queryOf<Client>(
  source: StoredLogs,
  { store, client }: Asked<Client>,
  { fromMs, toMs }: Omit<ServiceRequest, 'service'>,
  limit: LogLimit,
): Promise<string | null> {
  if ('query' in source) return source.query;
  const { service } = source;
  if (store.findService === undefined)
    throw new SystemError(`'${source.system}' can't find logs by the name of a service: declare { system, query } in its own language`, {
      retry: 'never',
    });
  return store.findService(client, { service, fromMs, toMs }, limit);
}
