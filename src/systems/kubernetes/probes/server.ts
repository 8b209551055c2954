/** Is the API server there, ready by its own word, and how long does it take to answer. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { kubernetesProbe } from './kubernetes-probe.ts';

const versionAnswer = z.looseObject({ gitVersion: z.string().default('') });

export const serverProbe = kubernetesProbe({
  name: 'server',
  summary: {
    'zh-CN': 'API server：可达性、版本、就绪检查、应答时间',
    en: 'API server: reachability, version, its own readiness checks, time to answer',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'api ?server|apiserver|version|health|ready|版本|健康|就绪',
  query: 'kubectl version; kubectl get --raw /readyz?verbose; kubectl get --raw /livez?verbose',
  facts: [
    ...['server.version', 'server.isReady', 'server.isLive', 'server.failingChecks', 'server.failingCount', 'server.isEtcdOk'],
    'server.answerMs',
  ],
  async see(client, _given, limit) {
    // Asked with our login: what anybody may read would not tell whether we are let in.
    await client.send('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', ownAccess, z.unknown(), limit);
    const { gitVersion } = await client.read('/version', versionAnswer, limit);
    const [ready, live] = await Promise.all([client.page('/readyz?verbose', limit), client.page('/livez?verbose', limit)]);
    const facts = serverFacts({ gitVersion, ready, live });
    const failing = String(facts['server.failingChecks']);
    return {
      headline: {
        'zh-CN': `Kubernetes ${gitVersion}，${facts['server.isReady'] === true ? '就绪' : `未就绪：${failing}`}，应答 ${String(facts['server.answerMs'])} ms`,
        en: `Kubernetes ${gitVersion}, ${facts['server.isReady'] === true ? 'ready' : `not ready: ${failing}`}, answers in ${String(facts['server.answerMs'])} ms`,
      },
      facts,
      text: `${ready.body.slice(0, 6_000)}\n${live.body.slice(0, 6_000)}`,
    };
  },
});

const ownAccess = {
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SelfSubjectAccessReview',
  spec: { resourceAttributes: { verb: 'list', resource: 'pods' } },
};

interface Page {
  readonly status: number;
  readonly body: string;
  readonly timing: { readonly waitMs: number };
}

/** Pure. `[-]etcd failed: reason withheld` is a check that fails. */
export function serverFacts({ gitVersion, ready, live }: { gitVersion: string; ready: Page; live: Page }): Facts {
  const failing = [...new Set([...`${ready.body}\n${live.body}`.matchAll(/^\[-\](\S+)/gm)].map((match) => match[1] ?? ''))];
  return {
    'reach.isOk': true,
    'server.version': gitVersion,
    // A proxy in front may keep these pages to itself: then nothing is known.
    'server.isReady': ready.status === 200 ? true : ready.status === 500 ? false : null,
    'server.isLive': live.status === 200 ? true : live.status === 500 ? false : null,
    'server.failingChecks': failing.join(', ').slice(0, 300),
    'server.failingCount': failing.length,
    'server.isEtcdOk': ready.status === 200 ? true : failing.some((name) => name.startsWith('etcd')) ? false : null,
    'server.answerMs': Math.round(ready.timing.waitMs),
  };
}
