/** Reads the end of a container's log through the API server, the run before its last restart included. */

import type { Pod } from '../../analysis/kubernetes/objects.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import type { KubernetesClient } from './client.ts';
import { failureOfAnswer } from './failure.ts';
import { pathOf } from './resources.ts';

export interface ContainerLog {
  readonly pod: string;
  readonly container: string;
  readonly isPrevious: boolean;
  readonly text: string;
  /** Why it can't be read; empty when it was. */
  readonly reason: string;
}

const bytesMax = 262_144;

/** What can't be read of one container (a node that is away, a log that is gone) is told and passes; throws when the server itself fails. */
export async function readPodLogs(
  client: KubernetesClient,
  pod: Pod,
  { tailLines }: { readonly tailLines: number },
  limit: SessionLimit,
): Promise<readonly ContainerLog[]> {
  const { name, namespace = 'default' } = pod.metadata;
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const logs: ContainerLog[] = [];
  for (const status of statuses) {
    const runs = (status.restartCount ?? 0) > 0 ? [false, true] : [false];
    for (const isPrevious of runs) {
      const query = `container=${encodeURIComponent(status.name)}&tailLines=${String(tailLines)}&limitBytes=${String(bytesMax)}&timestamps=true${isPrevious ? '&previous=true' : ''}`;
      const path = `${pathOf('pods', namespace, name)}/log`;
      const answer = await client.page(`${path}?${query}`, limit);
      const base = { pod: `${namespace}/${name}`, container: status.name, isPrevious };
      if (answer.status === 200) logs.push({ ...base, text: answer.body, reason: '' });
      else {
        const failure = failureOfAnswer((await client.place(limit)).url.host, path, answer);
        if (answer.status === 401 || answer.status === 403) throw failure;
        logs.push({ ...base, text: '', reason: failure.message });
      }
    }
  }
  return logs;
}

/** For a look that asks one pod by name. Throws SessionFailure when there is none. */
export function podMissing(name: string): SessionFailure {
  return new SessionFailure(`There is no pod '${name}' to read logs of`, { problem: 'unsupported', stage: 'command', code: '404' });
}
