/** Nodes and what runs the cluster: kubelet, container runtime, kube-proxy, scheduler, DNS, network plugin, pressure. */

import type { Citation } from '../casebook.ts';
import type { CauseId } from '../causes.ts';
import type { KubeEvent } from '../objects.ts';
import { resourceOf } from '../parse-api.ts';
import { citeEvent, type Finding, type View } from '../view.ts';

const services: Readonly<Record<string, CauseId>> = {
  kubelet: 'kubelet-unavailable',
  containerd: 'containerd-unavailable',
  docker: 'containerd-unavailable',
  crio: 'containerd-unavailable',
  'kube-proxy': 'kube-proxy-unavailable',
  'kube-scheduler': 'kube-scheduler-unavailable',
  'kube-controller-manager': 'kube-controller-manager-unavailable',
  'kube-apiserver': 'kube-apiserver-unavailable',
};

export function findNodeCauses(view: View): readonly Finding[] {
  return [
    ...judgeNodeServices(view),
    ...judgeConditions(view),
    ...judgeSandboxes(view),
    ...judgeReach(view),
    ...judgeScheduler(view),
    ...judgeSystemPods(view),
  ];
}

/** One that is down stands above what it brings about; on several at once, the runtime is told before the kubelet that needs it. */
function judgeNodeServices(view: View): readonly Finding[] {
  return view.book.nodeServices.flatMap(({ node, service, isActive, detail, call }) => {
    const cause = services[service];
    if (isActive || cause === undefined) return [];
    const score = cause === 'kubelet-unavailable' ? 0.97 : 0.98;
    return [{ cause, on: onNode(node), score, values: { node, service, detail }, evidence: [{ call, excerpt: detail }] }];
  });
}

function judgeConditions(view: View): readonly Finding[] {
  return view.book.all('nodes').flatMap((node) => {
    const { name } = node.metadata;
    return (node.status?.conditions ?? []).flatMap(({ type, status, reason = '', message = '' }): Finding[] => {
      const evidence = [view.book.cite('nodes', node, `${type}=${status} ${reason} ${message}`.trim())];
      const values = { node: name, condition: type, detail: `${reason} ${message}`.trim() };
      const found = (cause: CauseId, score: number): Finding[] => [{ cause, on: onNode(name), score, values, evidence }];
      if (type === 'Ready' && status !== 'True') {
        if (/runtime|containerd|PLEG|cri/i.test(message)) return found('containerd-unavailable', 0.93);
        if (/cni|network plugin/i.test(message)) return found('network-plugin-unavailable', 0.93);
        if (/NodeStatusUnknown|stopped posting/i.test(`${reason} ${message}`)) return found('kubelet-unavailable', 0.92);
        return found('node-not-ready', 0.85);
      }
      if (/Pressure$/.test(type) && status === 'True') return found('node-pressure', 0.88);
      return type === 'NetworkUnavailable' && status === 'True' ? found('network-plugin-unavailable', 0.85) : [];
    });
  });
}

const sandbox: readonly { readonly pattern: RegExp; readonly cause: CauseId; readonly score: number }[] = [
  {
    pattern: /containerd\.sock|crio\.sock|docker\.sock|dockershim|cri-dockerd|Cannot connect to the Docker daemon/i,
    cause: 'containerd-unavailable',
    score: 0.95,
  },
  { pattern: /no space left/i, cause: 'node-disk-full', score: 0.9 },
  {
    pattern: /failed to (?:setup|set up) network|cni|NetworkPlugin|no IP addresses available|failed to allocate for range/i,
    cause: 'network-plugin-unavailable',
    score: 0.9,
  },
];

/** The node of a pod whose sandbox cannot be made. */
function judgeSandboxes(view: View): readonly Finding[] {
  const findings = new Map<string, Finding>();
  for (const event of view.book.all('events')) {
    if (event.reason !== 'FailedCreatePodSandBox' && event.reason !== 'FailedKillPod') continue;
    const found = sandbox.find(({ pattern }) => pattern.test(event.message ?? ''));
    const pod = view.apps.flatMap(({ pods }) => pods).find((each) => isAbout(event, each.pod.metadata.name));
    const node = pod?.pod.spec?.nodeName;
    if (found === undefined || pod?.isReady !== false || node === undefined) continue;
    const key = `${found.cause}/${node}`;
    const evidence: Citation[] = [...(findings.get(key)?.evidence ?? []), citeEvent(view, event)];
    findings.set(key, {
      cause: found.cause,
      on: onNode(node),
      score: found.score,
      values: { node, detail: event.message ?? '' },
      evidence: evidence.slice(0, 3),
    });
  }
  return [...findings.values()];
}

function isAbout({ involvedObject }: KubeEvent, pod: string): boolean {
  return resourceOf(involvedObject.kind ?? '') === 'pods' && involvedObject.name === pod;
}

/** From one node nothing can be connected to, from the others it can: what carries services on that node is at fault. */
function judgeReach(view: View): readonly Finding[] {
  const byNode = new Map<string, { open: number; closed: number; call: string }>();
  for (const { from, isOpen, call } of view.book.connections) {
    if (from === null) continue;
    const count = byNode.get(from) ?? { open: 0, closed: 0, call };
    byNode.set(from, count);
    if (isOpen) count.open += 1;
    else count.closed += 1;
  }
  const isAnyOpen = [...byNode.values()].some(({ open }) => open > 0);
  return [...byNode].flatMap(([node, { open, closed, call }]) => {
    const known = view.book.nodeServices.find((each) => each.node === node && each.service === 'kube-proxy');
    if (!isAnyOpen || open > 0 || closed === 0 || known?.isActive === true) return [];
    return [
      {
        cause: 'kube-proxy-unavailable' as const,
        on: onNode(node),
        score: 0.85,
        values: { node, service: 'kube-proxy', detail: '' },
        evidence: [{ call, excerpt: `${node}: connection failed` }],
      },
    ];
  });
}

/** A pod waits for a node and nobody said why: nobody looked at it. */
function judgeScheduler(view: View): readonly Finding[] {
  const ignored = view.apps
    .flatMap(({ pods }) => pods)
    .filter((pod) => {
      const isSpoken = view.book
        .eventsAbout(pod.pod.metadata.name)
        .some((event) => isAbout(event, pod.pod.metadata.name) && event.reason === 'FailedScheduling');
      const isDescribed = (pod.pod.spec?.containers?.length ?? 0) > 0;
      return (
        !pod.isScheduled &&
        !pod.isDone &&
        isDescribed &&
        !isSpoken &&
        !pod.pod.status?.conditions?.some(({ type }) => type === 'PodScheduled')
      );
    });
  const [first] = ignored;
  if (first === undefined) return [];
  const evidence = [view.book.cite('pods', first.pod, `${first.pod.metadata.name}: Pending, no event of a scheduler`)];
  const named = first.pod.spec?.schedulerName;
  if (named !== undefined && named !== 'default-scheduler')
    return [
      {
        cause: 'scheduler-unknown',
        on: { kind: 'cluster', name: named, namespace: '' },
        score: 0.85,
        values: { scheduler: named },
        evidence,
      },
    ];
  const down = view.book.nodeServices.find(({ service, isActive }) => service === 'kube-scheduler' && !isActive);
  const node = down?.node ?? view.book.all('nodes').find(({ metadata }) => /master|control/.test(metadata.name))?.metadata.name ?? '';
  const on: Finding['on'] = node === '' ? { kind: 'cluster', name: 'kube-scheduler', namespace: '' } : onNode(node);
  return [{ cause: 'kube-scheduler-unavailable', on, score: 0.85, values: { node, service: 'kube-scheduler', detail: '' }, evidence }];
}

const systemPods: readonly (readonly [RegExp, CauseId])[] = [
  [/^(?:coredns|kube-dns)/, 'cluster-dns-unavailable'],
  [/^kube-proxy/, 'kube-proxy-unavailable'],
  [/^kube-scheduler/, 'kube-scheduler-unavailable'],
  [/^kube-controller-manager/, 'kube-controller-manager-unavailable'],
  [/^(?:calico|cilium|kube-flannel|flannel|weave|canal)/, 'network-plugin-unavailable'],
];

/** Pods of the cluster's own namespace; of DNS only when none is left. */
function judgeSystemPods(view: View): readonly Finding[] {
  const pods = view.book.all('pods').filter(({ metadata }) => metadata.namespace === 'kube-system');
  return systemPods.flatMap(([name, cause]) => {
    const own = pods.filter(({ metadata }) => name.test(metadata.name));
    const isUp = (pod: (typeof own)[number]): boolean =>
      pod.shown === undefined
        ? (pod.status?.containerStatuses ?? []).length > 0 && (pod.status?.containerStatuses ?? []).every(({ ready }) => ready === true)
        : pod.shown.ready === pod.shown.containers && pod.shown.status === 'Running';
    const down = own.filter((pod) => !isUp(pod));
    const first = down[0];
    if (first === undefined || (cause === 'cluster-dns-unavailable' && down.length < own.length)) return [];
    const node = first.spec?.nodeName ?? '';
    const on: Finding['on'] =
      node === '' || cause === 'cluster-dns-unavailable'
        ? { kind: 'cluster', name: first.metadata.name, namespace: 'kube-system' }
        : onNode(node);
    const detail = `${first.metadata.name}: ${first.shown?.status ?? first.status?.phase ?? ''}`;
    return [
      { cause, on, score: 0.86, values: { node, service: first.metadata.name, detail }, evidence: [view.book.cite('pods', first, detail)] },
    ];
  });
}

function onNode(name: string): Finding['on'] {
  return { kind: 'node', name, namespace: '' };
}
