/** Which nodes are not ready, under pressure or closed to pods, and how much of them is spoken for. */

import type { Casebook } from '../../../analysis/kubernetes/casebook.ts';
import type { KubeNode, Pod } from '../../../analysis/kubernetes/objects.ts';
import { readQuantity } from '../../../analysis/kubernetes/quantity.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { ageOf, clusterProbe, refOf, refsOf, table } from './kubernetes-probe.ts';

export const nodesProbe = clusterProbe({
  name: 'nodes',
  summary: {
    'zh-CN': '节点：就绪、压力、停止调度、污点、已申请的资源',
    en: 'nodes: readiness, pressure, cordons, taints, what of them is requested',
  },
  cost: 'cheap',
  hints: 'nodes?|kubelet|cordon|taint|capacity|pressure|节点|污点|压力|容量',
  query: 'kubectl get nodes -o wide; kubectl describe nodes',
  resources: ['nodes', 'pods'],
  facts: [
    ...['nodes.count', 'nodes.ready', 'nodes.notReady', 'nodes.notReadyNames', 'nodes.notReadyMessage', 'nodes.silent', 'nodes.cordoned'],
    ...['nodes.cordonedName', 'nodes.pressed', 'nodes.pressedName', 'nodes.pressure', 'nodes.tainted', 'nodes.taintedName', 'nodes.taint'],
    ...['nodes.cpuRequestedRatio', 'nodes.memoryRequestedRatio', 'nodes.podsRatio', 'nodes.fullestName', 'nodes.schedulable'],
  ],
  see({ casebook }, _given, context) {
    const facts = nodeFacts(casebook);
    const away = Number(facts['nodes.notReady']);
    return {
      headline: {
        'zh-CN': `${String(facts['nodes.count'])} 个节点，${away === 0 ? '全部就绪' : `${String(away)} 个未就绪：${String(facts['nodes.notReadyNames'])}`}${facts['nodes.cordoned'] === 0 ? '' : `，${String(facts['nodes.cordoned'])} 个停止调度`}`,
        en: `${String(facts['nodes.count'])} nodes, ${away === 0 ? 'all ready' : `${String(away)} not ready: ${String(facts['nodes.notReadyNames'])}`}${facts['nodes.cordoned'] === 0 ? '' : `, ${String(facts['nodes.cordoned'])} cordoned`}`,
      },
      facts,
      text: nodeTable(casebook, context.clock.now()),
    };
  },
});

/** Pure. */
export function nodeFacts(casebook: Casebook): Facts {
  const nodes = casebook.all('nodes');
  const away = nodes.filter((node) => readyOf(node)?.status !== 'True');
  const silent = away.filter((node) => readyOf(node)?.status === 'Unknown');
  const cordoned = nodes.filter(({ spec }) => spec?.unschedulable === true);
  const pressed = nodes.filter((node) => pressureOf(node) !== '');
  const tainted = nodes.filter((node) => ownTaints(node).length > 0);
  const used = nodes.map((node) => ({ node, ...usedOf(node, casebook.all('pods')) }));
  const fullest = [...used].sort((one, other) => Math.max(other.cpu ?? 0, other.memory ?? 0) - Math.max(one.cpu ?? 0, one.memory ?? 0))[0];
  const highest = (key: 'cpu' | 'memory' | 'pods'): number | null => {
    const known = used.flatMap((each) => each[key] ?? []);
    return known.length === 0 ? null : Math.max(...known);
  };
  return {
    'nodes.count': nodes.length,
    'nodes.ready': nodes.length - away.length,
    'nodes.notReady': away.length,
    'nodes.notReadyNames': refsOf(away),
    'nodes.notReadyMessage': away[0] === undefined ? '' : (readyOf(away[0])?.message?.slice(0, 300) ?? ''),
    'nodes.silent': silent.length,
    'nodes.schedulable': nodes.filter((node) => readyOf(node)?.status === 'True' && node.spec?.unschedulable !== true).length,
    'nodes.cordoned': cordoned.length,
    'nodes.cordonedName': refOf(cordoned[0]),
    'nodes.pressed': pressed.length,
    'nodes.pressedName': refOf(pressed[0]),
    'nodes.pressure': pressed[0] === undefined ? '' : pressureOf(pressed[0]),
    'nodes.tainted': tainted.length,
    'nodes.taintedName': refOf(tainted[0]),
    'nodes.taint': tainted[0] === undefined ? '' : (ownTaints(tainted[0])[0] ?? ''),
    'nodes.cpuRequestedRatio': highest('cpu'),
    'nodes.memoryRequestedRatio': highest('memory'),
    'nodes.podsRatio': highest('pods'),
    'nodes.fullestName': refOf(fullest?.node),
  };
}

function readyOf({ status }: KubeNode): { readonly status: string; readonly message?: string | undefined } | undefined {
  return status?.conditions?.find(({ type }) => type === 'Ready');
}

/** `MemoryPressure, DiskPressure` */
function pressureOf({ status }: KubeNode): string {
  const told = (status?.conditions ?? []).filter(
    ({ type, status: value }) => value === 'True' && /Pressure$|^NetworkUnavailable$/.test(type),
  );
  return told.map(({ type }) => type).join(', ');
}

/** Those that somebody put there: what Kubernetes itself puts for a condition, or keeps on its control plane, is told by other facts. */
function ownTaints({ spec }: KubeNode): readonly string[] {
  return (spec?.taints ?? [])
    .filter(({ key }) => !/^node\.kubernetes\.io\/|^node-role\.kubernetes\.io\//.test(key))
    .map(({ key, value = '', effect = '' }) => `${key}${value === '' ? '' : `=${value}`}:${effect}`);
}

function usedOf(node: KubeNode, pods: readonly Pod[]): { cpu: number | null; memory: number | null; pods: number | null } {
  const own = pods.filter(({ spec, status }) => spec?.nodeName === node.metadata.name && !/^(Succeeded|Failed)$/.test(status?.phase ?? ''));
  const requested = (name: string): number =>
    own
      .flatMap(({ spec }) => spec?.containers ?? [])
      .reduce((sum, { resources }) => sum + (readQuantity(resources?.requests?.[name]) ?? 0), 0);
  const ratio = (part: number, name: string): number | null => {
    const whole = readQuantity(node.status?.allocatable?.[name]);
    return whole === null || whole <= 0 ? null : Math.round((part / whole) * 1_000) / 1_000;
  };
  return { cpu: ratio(requested('cpu'), 'cpu'), memory: ratio(requested('memory'), 'memory'), pods: ratio(own.length, 'pods') };
}

function nodeTable(casebook: Casebook, nowMs: number): string {
  const percent = (value: number | null): string => (value === null ? '?' : `${String(Math.round(value * 100))}%`);
  const rows = [...casebook.all('nodes')]
    .sort((one, other) => Number(readyOf(one)?.status === 'True') - Number(readyOf(other)?.status === 'True'))
    .map((node) => {
      const used = usedOf(node, casebook.all('pods'));
      const state = [
        readyOf(node)?.status === 'True' ? 'Ready' : 'NotReady',
        node.spec?.unschedulable === true ? 'cordoned' : '',
        pressureOf(node),
        ...ownTaints(node),
      ];
      const age = ageOf(node.metadata.creationTimestamp, nowMs);
      return [
        node.metadata.name,
        state.filter((each) => each !== '').join(','),
        age,
        percent(used.cpu),
        percent(used.memory),
        percent(used.pods),
      ];
    });
  return table(['NODE', 'STATE', 'AGE', 'CPU REQUESTED', 'MEMORY REQUESTED', 'PODS'], rows);
}
