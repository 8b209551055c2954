/** What surrounds a system, as its look sees it in the plugin's process: the host that it runs on and its log systems, each reached through Zhiban. */

import type { LookContext, Neighbour, SystemClient } from '../../systems/contract.ts';
import type { LogAnswer, LogLimit, LogRequest, ServiceRequest } from '../../systems/logs/contract.ts';
import type { Need } from '../protocol.ts';
import type { Around } from '../remote/lend.ts';

/** Asks Zhiban for something while it waits for the answer of a call. Throws SystemError. */
export type Borrow = (what: Need, params: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<unknown>;

export function contextAround(given: unknown, borrow: Borrow): Pick<LookContext, 'host' | 'neighbour'> {
  const around = given as Around | undefined;
  const neighbour = (systemId: string): Neighbour | null => {
    const offered = around !== undefined && Object.hasOwn(around.neighbours, systemId) ? around.neighbours[systemId] : undefined;
    if (offered === undefined) return null;
    const kind = {
      ...(offered.hasStore ? { logStore: storeOf(systemId, borrow, offered.hasFindService) } : {}),
      ...(offered.hasFiles ? { logFiles: filesOf(systemId, borrow) } : {}),
    };
    return { client: nobody, kind };
  };
  const hostId = around?.hostId ?? null;
  return { neighbour, ...(hostId === null ? {} : { host: nobody }) };
}

/** Its connection is Zhiban's: here it can only be handed on. */
const nobody: SystemClient = { close: async () => undefined };

// What comes back was checked by whoever lends it.
function storeOf(system: string, borrow: Borrow, hasFindService: boolean): NonNullable<Neighbour['kind']['logStore']> {
  const findService = (_client: SystemClient, request: ServiceRequest, { timeoutMs, signal }: LogLimit) =>
    borrow('logs.find', { system, ...request, timeoutMs }, signal) as Promise<string | null>;
  return {
    read: (_client: SystemClient, request: LogRequest, { timeoutMs, signal }: LogLimit) =>
      borrow('logs.read', { system, ...request, timeoutMs }, signal) as Promise<LogAnswer>,
    ...(hasFindService ? { findService } : {}),
  };
}

function filesOf(system: string, borrow: Borrow): NonNullable<Neighbour['kind']['logFiles']> {
  type Tails = ReturnType<NonNullable<Neighbour['kind']['logFiles']>['tail']>;
  return {
    tail: (_client, paths, bytesMax, { timeoutMs, signal }) => borrow('logs.tail', { system, paths, bytesMax, timeoutMs }, signal) as Tails,
  };
}
