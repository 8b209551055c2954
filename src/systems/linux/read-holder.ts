/** Who holds the port that a program could not take. */

import type { FactValue } from '../../domain/evidence.ts';
import type { LinuxClient } from './client.ts';
import type { ExecLimit } from './exec.ts';
import { readSockets } from './probes/socket-table.ts';
import { nobody, type Portrait, portraitOf, readProcesses, readProcessFiles } from './sample.ts';

/** Nobody where nothing listens there any more, or whoever does may not be seen. Costs nothing for port 0. Throws LinuxFailure. */
export async function readHolder(client: LinuxClient, port: number, limit: ExecLimit): Promise<Portrait> {
  if (port === 0) return nobody;
  const [{ listeners }, { processes, uptimeSeconds }] = await Promise.all([readSockets(client, limit), readProcesses(client, limit)]);
  const pid = listeners.find((each) => each.port === port)?.pids[0] ?? 0;
  return pid === 0 ? nobody : portraitOf(processes.get(pid), await readProcessFiles(client, [pid], ['cmdline'], limit), uptimeSeconds);
}

type HolderFact = `logs.holder.${'pid' | 'name' | 'command' | 'startTicks'}`;

/** Null where nobody is known: a text does not speak of him then. */
export function holderFacts({ pid, name, command, startTicks }: Portrait): Readonly<Record<HolderFact, FactValue>> {
  const known = <Value>(value: Value): Value | null => (pid === 0 ? null : value);
  return {
    'logs.holder.pid': pid,
    'logs.holder.name': known(name),
    'logs.holder.command': known(command),
    'logs.holder.startTicks': known(startTicks),
  };
}
