/** What a node shows at one moment; of each kind, the worst. Pure. */

import type { Facts } from '../../../domain/evidence.ts';
import type { NodeSample, NodeStats } from '../node-sample.ts';

export const gaugeFactNames = [
  'nodes.heap.name',
  'nodes.heap.usedRatio',
  'nodes.heap.usedBytes',
  'nodes.heap.maxBytes',
  'nodes.heap.oldRatio',
  'nodes.cpu.name',
  'nodes.cpu.ratio',
  'nodes.cpu.othersRatio',
  'nodes.fd.name',
  'nodes.fd.usedRatio',
  'nodes.breaker.name',
  'nodes.breaker.node',
  'nodes.breaker.usedRatio',
  'nodes.breaker.limitBytes',
  'nodes.fielddata.name',
  'nodes.fielddata.bytes',
  'nodes.fielddata.heapRatio',
  'nodes.youngestSeconds',
  'nodes.youngest',
  'nodes.search.active',
  'nodes.search.queue',
  'nodes.write.active',
  'nodes.write.queue',
  'nodes.search.openContexts',
  'nodes.scrolls.name',
  'nodes.scrolls.open',
  'nodes.merges.current',
] as const;

export function gaugeFacts({ nodes }: NodeSample): Facts {
  const heap = worst(nodes, heapRatio);
  const old = worst(nodes, oldRatio);
  const cpu = worst(nodes, cpuRatio);
  const descriptors = worst(nodes, ({ process }) => ratio(process?.open_file_descriptors, process?.max_file_descriptors));
  const fielddata = worst(nodes, (node) => ratio(node.indices?.fielddata?.memory_size_in_bytes, node.jvm?.mem?.heap_max_in_bytes));
  const scrolling = worst(nodes, ({ indices }) => indices?.search?.scroll_current ?? 0);
  const youngest = worst(nodes, ({ jvm }) => -(jvm?.uptime_in_millis ?? Number.MAX_SAFE_INTEGER));
  return {
    'nodes.heap.name': heap?.node.name ?? '',
    'nodes.heap.usedRatio': heap?.value ?? 0,
    'nodes.heap.usedBytes': heap?.node.jvm?.mem?.heap_used_in_bytes ?? 0,
    'nodes.heap.maxBytes': heap?.node.jvm?.mem?.heap_max_in_bytes ?? 0,
    'nodes.heap.oldRatio': old?.value ?? 0,
    'nodes.cpu.name': cpu?.node.name ?? '',
    'nodes.cpu.ratio': cpu?.value ?? 0,
    'nodes.cpu.othersRatio': meanOfOthers(nodes, cpu?.node),
    'nodes.fd.name': descriptors?.node.name ?? '',
    'nodes.fd.usedRatio': descriptors?.value ?? 0,
    ...breakerFacts(nodes),
    'nodes.fielddata.name': fielddata?.node.name ?? '',
    'nodes.fielddata.bytes': fielddata?.node.indices?.fielddata?.memory_size_in_bytes ?? 0,
    'nodes.fielddata.heapRatio': fielddata?.value ?? 0,
    'nodes.youngest': youngest?.node.name ?? '',
    'nodes.youngestSeconds': Math.round((youngest?.node.jvm?.uptime_in_millis ?? 0) / 1_000),
    'nodes.search.active': sum(nodes, (node) => node.thread_pool?.search?.active),
    'nodes.search.queue': sum(nodes, (node) => node.thread_pool?.search?.queue),
    'nodes.write.active': sum(nodes, (node) => writePool(node)?.active),
    'nodes.write.queue': sum(nodes, (node) => writePool(node)?.queue),
    'nodes.search.openContexts': sum(nodes, (node) => node.indices?.search?.open_contexts),
    'nodes.scrolls.name': scrolling?.node.name ?? '',
    'nodes.scrolls.open': scrolling?.value ?? 0,
    'nodes.merges.current': sum(nodes, (node) => node.indices?.merges?.current),
  };
}

/** Before version 6.3 writes went through a pool called bulk. */
export function writePool(node: NodeStats): NonNullable<NodeStats['thread_pool']>[string] {
  return node.thread_pool?.write ?? node.thread_pool?.bulk;
}

export function sum<Item>(items: readonly Item[], of: (item: Item) => number | undefined): number {
  return items.reduce((total, item) => total + (of(item) ?? 0), 0);
}

export function worst<Item>(items: readonly Item[], of: (item: Item) => number): { readonly node: Item; readonly value: number } | null {
  let found: { node: Item; value: number } | null = null;
  for (const node of items) {
    const value = of(node);
    if (found === null || value > found.value) found = { node, value };
  }
  return found;
}

export function ratio(part: number | undefined, whole: number | undefined): number {
  return part === undefined || whole === undefined || whole <= 0 ? 0 : Math.round((part / whole) * 1_000) / 1_000;
}

function heapRatio({ jvm }: NodeStats): number {
  return ratio(jvm?.mem?.heap_used_in_bytes, jvm?.mem?.heap_max_in_bytes);
}

/** What survived: unlike the heap as a whole it does not swing with every young collection. */
function oldRatio({ jvm }: NodeStats): number {
  const old = jvm?.mem?.pools?.old;
  return ratio(old?.used_in_bytes, old !== undefined && old.max_in_bytes > 0 ? old.max_in_bytes : jvm?.mem?.heap_max_in_bytes);
}

function cpuRatio({ os }: NodeStats): number {
  return Math.max(0, os?.cpu?.percent ?? 0) / 100;
}

function meanOfOthers(nodes: readonly NodeStats[], busiest: NodeStats | undefined): number {
  const others = nodes.filter((node) => node !== busiest);
  return others.length === 0 ? 0 : Math.round((sum(others, cpuRatio) / others.length) * 1_000) / 1_000;
}

function breakerFacts(nodes: readonly NodeStats[]): Facts {
  const breakers = nodes.flatMap((node) => Object.entries(node.breakers ?? {}).map(([name, each]) => ({ name, node: node.name, ...each })));
  const fullest = worst(breakers, (each) => ratio(each.estimated_size_in_bytes, each.limit_size_in_bytes));
  return {
    'nodes.breaker.name': fullest?.node.name ?? '',
    'nodes.breaker.node': fullest?.node.node ?? '',
    'nodes.breaker.usedRatio': fullest?.value ?? 0,
    'nodes.breaker.limitBytes': fullest?.node.limit_size_in_bytes ?? 0,
  };
}
