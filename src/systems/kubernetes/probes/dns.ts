/** The cluster's own DNS: is its service there, and does anybody ready stand behind it. */

import { z } from 'zod';
import { Casebook } from '../../../analysis/kubernetes/casebook.ts';
import { parseObject } from '../../../analysis/kubernetes/parse-api.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { pathOf } from '../resources.ts';
import { kubernetesProbe, refsOf } from './kubernetes-probe.ts';
import { isReady } from './pods.ts';

const namespace = 'kube-system';
/** CoreDNS and kube-dns carry this label alike. */
const label = 'k8s-app=kube-dns';

export const dnsProbe = kubernetesProbe({
  name: 'dns',
  summary: { 'zh-CN': '集群 DNS（CoreDNS）：服务、就绪的 Pod、后端', en: 'the cluster’s DNS (CoreDNS): service, ready pods, endpoints' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'dns|coredns|resolve|no such host|域名|解析',
  query: 'kubectl get services,endpoints,pods -n kube-system -l k8s-app=kube-dns',
  facts: ['dns.isServiceThere', 'dns.pods', 'dns.ready', 'dns.notReadyNames', 'dns.endpoints', 'dns.restarts'],
  async see(client, _given, limit) {
    const casebook = new Casebook();
    for (const resource of ['services', 'endpoints', 'pods'] as const) {
      const { items } = await client.listShared(`${pathOf(resource, namespace)}?labelSelector=${encodeURIComponent(label)}`, limit, 200);
      casebook.add(`kubectl get ${resource} -n ${namespace}`, { objects: items.flatMap((item) => parseObject(resource, item) ?? []) });
    }
    const facts = dnsFacts(casebook);
    const isThere = facts['dns.isServiceThere'] === true;
    return {
      headline: {
        'zh-CN': isThere
          ? `集群 DNS：${String(facts['dns.ready'])}/${String(facts['dns.pods'])} 个 Pod 就绪，${String(facts['dns.endpoints'])} 个后端`
          : '没有带 k8s-app=kube-dns 标签的 DNS 服务',
        en: isThere
          ? `cluster DNS: ${String(facts['dns.ready'])} of ${String(facts['dns.pods'])} pods ready, ${String(facts['dns.endpoints'])} endpoints`
          : 'there is no DNS service with the label k8s-app=kube-dns',
      },
      facts,
      text: casebook
        .all('pods')
        .map((pod) => `${pod.metadata.name} ${pod.status?.phase ?? '?'} ready=${String(isReady(pod))}`)
        .join('\n'),
    };
  },
});

/** Pure. */
export function dnsFacts(casebook: Casebook): Facts {
  const pods = casebook.all('pods');
  const addresses = new Set(casebook.all('endpoints').flatMap(({ ready = [] }) => ready.map((address) => address.replace(/:\d+$/, ''))));
  return {
    'dns.isServiceThere': casebook.all('services').length > 0,
    'dns.pods': pods.length,
    'dns.ready': pods.filter(isReady).length,
    'dns.notReadyNames': refsOf(pods.filter((pod) => !isReady(pod))),
    'dns.endpoints': addresses.size,
    'dns.restarts': pods
      .flatMap(({ status }) => status?.containerStatuses ?? [])
      .reduce((sum, { restartCount = 0 }) => sum + restartCount, 0),
  };
}
