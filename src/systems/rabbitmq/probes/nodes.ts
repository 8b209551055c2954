/** Each node: running, alarms, and how near it is to its limits of memory, disk, file descriptors, sockets and processes. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows, ratioOf } from '../../session/rows.ts';
import type { RabbitmqClient } from '../client.ts';
import { largest, number, text, texts, tolerant } from './rabbit-probe.ts';

const flag = z.boolean().nullish().catch(null);

const nodeForm = z.object({
  name: z.string(),
  running: flag,
  being_drained: flag,
  partitions: texts,
  uptime: number,
  run_queue: number,
  processors: number,
  mem_used: number,
  mem_limit: number,
  mem_alarm: flag,
  disk_free: number,
  disk_free_limit: number,
  disk_free_alarm: flag,
  fd_used: number,
  fd_total: number,
  sockets_used: number,
  sockets_total: number,
  proc_used: number,
  proc_total: number,
  db_dir: text,
});

export type NodeRow = z.infer<typeof nodeForm>;
const memoryForm = z.object({ memory: z.record(z.string(), z.unknown()) });

/** From here on it is worth asking what the memory is used for. */
const memoryIsHigh = 0.7;

export const nodesProbe = sessionProbe({
  name: 'nodes',
  summary: {
    'zh-CN': '节点：是否运行、内存与磁盘告警、各项上限、网络分区',
    en: 'nodes: running or not, alarms of memory and disk, limits, partitions',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'node|memory|disk|alarm|watermark|partition|descriptor|socket|cluster|blocked|节点|内存|磁盘|告警|水位|分区|句柄|集群|阻塞',
  query: 'GET /api/nodes',
  async see(client: RabbitmqClient, _given, limit) {
    const nodes = await client.get('nodes', z.array(nodeForm), limit);
    const facts = nodeFacts(nodes);
    const fullest = largest(nodes, ({ mem_used, mem_limit }) => ratioOf(mem_used ?? 0, mem_limit ?? 0));
    const isHigh = fullest !== undefined && (facts['memory.isAlarm'] === true || Number(facts['memory.usedRatio']) >= memoryIsHigh);
    const path = `nodes/${encodeURIComponent(fullest?.name ?? '')}/memory`;
    const parts = isHigh ? await tolerant(client.get(path, memoryForm, limit)) : null;
    const topParts = memoryParts(parts?.memory ?? {});
    return {
      headline: {
        'zh-CN': `节点 ${String(facts['nodes.running'])} / ${String(facts['nodes.count'])} 在运行，内存 ${percent(facts['memory.usedRatio'])}${facts['memory.isAlarm'] === true ? '（告警）' : ''}，磁盘可用 ${gigabytes(facts['disk.freeBytes'])}${facts['disk.isAlarm'] === true ? '（告警）' : ''}${facts['partition.isOne'] === true ? '，有网络分区' : ''}`,
        en: `${String(facts['nodes.running'])} of ${String(facts['nodes.count'])} nodes run, memory ${percent(facts['memory.usedRatio'])}${facts['memory.isAlarm'] === true ? ' (alarm)' : ''}, disk free ${gigabytes(facts['disk.freeBytes'])}${facts['disk.isAlarm'] === true ? ' (alarm)' : ''}${facts['partition.isOne'] === true ? ', partitioned' : ''}`,
      },
      facts: { ...facts, 'memory.topParts': topParts },
      text:
        printRows(nodes.map((node) => ({ ...node, partitions: (node.partitions ?? []).join(',') }))) +
        (topParts === '' ? '' : `\nmemory: ${topParts}`),
    };
  },
});

/** Pure. Of several nodes the one that is worst off is told, for each limit by itself. */
export function nodeFacts(nodes: readonly NodeRow[]): Facts {
  const up = nodes.filter(({ running }) => running === true);
  const down = nodes.filter(({ running }) => running === false);
  const memory = up.toSorted((one, other) => memoryTrouble(other) - memoryTrouble(one))[0];
  const disk = up.toSorted((one, other) => diskTrouble(other) - diskTrouble(one))[0];
  const partitioned = nodes.filter(({ partitions }) => (partitions ?? []).length > 0);
  const draining = nodes.filter(({ being_drained }) => being_drained === true);
  const youngest = up.toSorted((one, other) => (one.uptime ?? 0) - (other.uptime ?? 0))[0];
  const busiest = largest(up, ({ run_queue, processors }) => (run_queue ?? 0) / Math.max(1, processors ?? 1));
  return {
    'nodes.count': nodes.length,
    'nodes.running': up.length,
    'nodes.down': down.length,
    'nodes.downNames': down
      .slice(0, 5)
      .map(({ name }) => name)
      .join(', '),
    'nodes.draining': draining.length,
    'nodes.drainingNames': draining
      .slice(0, 5)
      .map(({ name }) => name)
      .join(', '),
    'nodes.youngest': youngest?.name ?? '',
    'nodes.youngestUptimeSeconds': Math.round((youngest?.uptime ?? 0) / 1_000),
    'nodes.runQueuePerProcessor':
      busiest === undefined ? 0 : Math.round(((busiest.run_queue ?? 0) / Math.max(1, busiest.processors ?? 1)) * 10) / 10,
    'memory.node': memory?.name ?? '',
    'memory.isAlarm': memory?.mem_alarm === true,
    'memory.usedBytes': memory?.mem_used ?? 0,
    'memory.limitBytes': memory?.mem_limit ?? 0,
    'memory.usedRatio': ratioOf(memory?.mem_used ?? 0, memory?.mem_limit ?? 0),
    'disk.node': disk?.name ?? '',
    'disk.isAlarm': disk?.disk_free_alarm === true,
    'disk.freeBytes': disk?.disk_free ?? 0,
    'disk.limitBytes': disk?.disk_free_limit ?? 0,
    'disk.limitRatio': ratioOf(disk?.disk_free_limit ?? 0, disk?.disk_free ?? 0),
    'disk.path': disk?.db_dir ?? '',
    ...limitFacts('descriptors', up, (node) => [node.fd_used, node.fd_total]),
    ...limitFacts('sockets', up, (node) => [node.sockets_used, node.sockets_total]),
    ...limitFacts('processes', up, (node) => [node.proc_used, node.proc_total]),
    'partition.isOne': partitioned.length > 0,
    'partition.between': partitioned
      .slice(0, 3)
      .map(({ name, partitions }) => `${name} | ${(partitions ?? []).join(', ')}`)
      .join('; '),
  };
}

type Used = readonly [used: number | null | undefined, total: number | null | undefined];

/** Newer versions no longer count sockets by themselves: then the total is missing or 0, and the ratio 0. */
function limitFacts(name: string, nodes: readonly NodeRow[], of: (node: NodeRow) => Used): Facts {
  const ratio = (node: NodeRow): number => ratioOf(of(node)[0] ?? 0, of(node)[1] ?? 0);
  const worst = largest(nodes, ratio);
  const [used, total] = worst === undefined ? [0, 0] : of(worst);
  return {
    [`${name}.node`]: worst?.name ?? '',
    [`${name}.used`]: used ?? 0,
    [`${name}.max`]: total ?? 0,
    [`${name}.usedRatio`]: worst === undefined ? 0 : ratio(worst),
  };
}

function memoryTrouble({ mem_alarm, mem_used, mem_limit }: NodeRow): number {
  return (mem_alarm === true ? 10 : 0) + ratioOf(mem_used ?? 0, mem_limit ?? 0);
}

function diskTrouble({ disk_free_alarm, disk_free, disk_free_limit }: NodeRow): number {
  return (disk_free_alarm === true ? 1e6 : 0) + ratioOf(disk_free_limit ?? 0, disk_free ?? 1);
}

/** The three largest parts of a node's memory, in words. */
export function memoryParts(parts: Readonly<Record<string, unknown>>): string {
  const known = Object.entries(parts).flatMap(([name, bytes]) =>
    typeof bytes === 'number' && !/^(total|strategy|allocated_unused|reserved_unallocated)/.test(name) ? [[name, bytes] as const] : [],
  );
  const top = known.toSorted(([, one], [, other]) => other - one).slice(0, 3);
  return top.map(([name, bytes]) => `${name} ${String(Math.round(bytes / 1_048_576))} MB`).join(', ');
}

function percent(ratio: unknown): string {
  return `${String(Math.round(Number(ratio) * 100))}%`;
}

function gigabytes(bytes: unknown): string {
  return `${(Number(bytes) / 1_073_741_824).toFixed(1)} GB`;
}
