/** Starts incidents' workflows with what they can be found by, and without where Temporal has never heard of it. */

import { isGrpcServiceError } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import type { Incident } from '../domain/incident.ts';
import { severityAttribute, statusAttribute, systemAttribute } from '../workflows/search-attributes.ts';
import type { OperationsLog } from './deps.ts';

/** gRPC's number for a request that the server finds wrong in itself. */
const invalidArgument = 3;
/** Named at most; an incident about more of them is about everything. */
const systemsMax = 20;

/** Calls back with the attributes; once more without them when the server refuses them, and from then on never with them. */
export type StartSearchably = <T>(
  incident: Pick<Incident, 'phase' | 'severity' | 'systemIds'> | null,
  start: (attributes: SearchAttributePair[]) => Promise<T>,
) => Promise<T>;

/** What is remembered lives as long as what is made here: the process. */
export function createStartSearchably(log: Pick<OperationsLog, 'warn'>): StartSearchably {
  let isRefused = false;
  return async (incident, start) => {
    if (isRefused || incident === null) return start([]);
    try {
      return await start(attributesOf(incident));
    } catch (error) {
      if (!isAboutAttributes(error)) throw error;
      isRefused = true;
      log.warn(
        { reason: String(error) },
        'Temporal does not know the search attributes; incidents are started without them (see docs/guides/operate.md)',
      );
      return start([]);
    }
  };
}

function attributesOf({ phase, severity, systemIds }: Pick<Incident, 'phase' | 'severity' | 'systemIds'>): SearchAttributePair[] {
  const systems = systemIds.slice(0, systemsMax);
  return [
    { key: statusAttribute, value: phase },
    { key: severityAttribute, value: severity },
    ...(systems.length === 0 ? [] : [{ key: systemAttribute, value: systems }]),
  ];
}

/** The client wraps what the server has said. */
function isAboutAttributes(error: unknown): boolean {
  const said = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return isGrpcServiceError(said) && said.code === invalidArgument && /search attribute/i.test(`${said.details} ${said.message}`);
}
