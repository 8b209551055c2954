/** What changed between looks: rates over about a second, and what happened "lately" since an earlier look. Pure. */

import type { Facts } from '../../../domain/evidence.ts';
import type { NodeSample, NodeStats } from '../node-sample.ts';
import { ratio, sum, worst, writePool } from './node-gauges.ts';

export const rateFactNames = [
  'nodes.gc.name',
  'nodes.gc.ratio',
  'nodes.gc.lifetimeRatio',
  'nodes.gc.oldCollections',
  'nodes.breaker.tripped',
  'nodes.breaker.trippedRecent',
  'nodes.breaker.trippedName',
  'nodes.search.rejected',
  'nodes.search.rejectedRecent',
  'nodes.search.rejectedNode',
  'nodes.search.perSecond',
  'nodes.search.meanMs',
  'nodes.write.rejected',
  'nodes.write.rejectedRecent',
  'nodes.write.rejectedNode',
  'nodes.write.perSecond',
  'nodes.fielddata.evictionsRecent',
  'nodes.throttle.indexingRatio',
  'nodes.throttle.mergeRatio',
  'nodes.throttle.name',
  'nodes.work.name',
  'nodes.work.share',
] as const;

interface Samples {
  /** The oldest of the last minutes that is known. */
  readonly earlier: NodeSample;
  readonly first: NodeSample;
  readonly second: NodeSample;
}

type Of = (node: NodeStats) => number | undefined;
type Growth = (of: Of) => readonly { readonly node: NodeStats; readonly grown: number }[];

export function rateFacts({ earlier, first, second }: Samples): Facts {
  const seconds = secondsBetween(first, second, ({ timestamp }) => timestamp);
  // What is told of the JVM is up to a second older than the rest, its uptime and its collections alike.
  const jvmSeconds = secondsBetween(first, second, ({ jvm }) => jvm?.uptime_in_millis);
  const lately = growthBetween(earlier, second);
  const now = growthBetween(first, second);
  const total = (growth: Growth, of: Of): number => sum(growth(of), ({ grown }) => grown);
  const most = (growth: Growth, of: Of) => worst(growth(of), ({ grown }) => grown);
  const searches = total(now, (node) => node.indices?.search?.query_total);
  const searchMs = total(now, (node) => node.indices?.search?.query_time_in_millis);
  const collecting = most(now, collectionMs);
  const indexing = most(now, (node) => node.indices?.indexing?.throttle_time_in_millis);
  const merging = most(now, mergeStallMs);
  return {
    'nodes.gc.name': collecting?.node.node.name ?? '',
    'nodes.gc.ratio': rounded((collecting?.value ?? 0) / 1_000 / jvmSeconds),
    'nodes.gc.lifetimeRatio': worst(second.nodes, (node) => ratio(collectionMs(node), node.jvm?.uptime_in_millis))?.value ?? 0,
    'nodes.gc.oldCollections': total(lately, (node) => node.jvm?.gc?.collectors.old?.collection_count),
    ...breakerRates(lately, second),
    ...rejections('search', lately, second, (node) => node.thread_pool?.search?.rejected),
    'nodes.search.perSecond': rounded(searches / seconds),
    'nodes.search.meanMs': searches === 0 ? 0 : rounded(searchMs / searches),
    ...rejections('write', lately, second, (node) => writePool(node)?.rejected),
    'nodes.write.perSecond': rounded(total(now, (node) => node.indices?.indexing?.index_total) / seconds),
    'nodes.fielddata.evictionsRecent': total(lately, (node) => node.indices?.fielddata?.evictions),
    'nodes.throttle.indexingRatio': rounded((indexing?.value ?? 0) / 1_000 / seconds),
    'nodes.throttle.mergeRatio': rounded((merging?.value ?? 0) / 1_000 / seconds),
    'nodes.throttle.name': (indexing?.value ?? 0) > 0 ? (indexing?.node.node.name ?? '') : (merging?.node.node.name ?? ''),
    ...workFacts(now),
  };
}

/**
 * By the nodes' own clock, which is read together with their counters: an answer that was long on its way, or that a busy machine of ours
 * read late, is no longer time for them. Ours where a node doesn't tell.
 */
function secondsBetween(first: NodeSample, second: NodeSample, of: Of): number {
  const longest = worst(growthBetween(first, second)(of), ({ grown }) => grown)?.value ?? 0;
  return Math.max(0.001, (longest > 0 ? longest : second.takenAtMs - first.takenAtMs) / 1_000);
}

/** A node that has been started anew counts from zero; one that was not there before has no growth to tell. */
function growthBetween(earlier: NodeSample, later: NodeSample): Growth {
  const before = new Map(earlier.nodes.map((node) => [node.id, node]));
  return (of) =>
    later.nodes.flatMap((node) => {
      const old = before.get(node.id);
      if (old === undefined) return [];
      const [was, is] = [of(old) ?? 0, of(node) ?? 0];
      return [{ node, grown: is >= was ? is - was : is }];
    });
}

function collectionMs({ jvm }: NodeStats): number {
  return sum(Object.values(jvm?.gc?.collectors ?? {}), (each) => each.collection_time_in_millis);
}

function mergeStallMs({ indices }: NodeStats): number {
  return (indices?.merges?.total_throttled_time_in_millis ?? 0) + (indices?.merges?.total_stopped_time_in_millis ?? 0);
}

function breakerRates(lately: Growth, { nodes }: NodeSample): Facts {
  const names = [...new Set(nodes.flatMap((node) => Object.keys(node.breakers ?? {})))];
  const grown = names.map((name) => ({
    name,
    count: sum(
      lately((node) => node.breakers?.[name]?.tripped),
      (each) => each.grown,
    ),
  }));
  const lifetime = names.map((name) => ({ name, count: sum(nodes, (node) => node.breakers?.[name]?.tripped) }));
  const named = worst(grown.some(({ count }) => count > 0) ? grown : lifetime, ({ count }) => count);
  return {
    'nodes.breaker.tripped': sum(lifetime, ({ count }) => count),
    'nodes.breaker.trippedRecent': sum(grown, ({ count }) => count),
    'nodes.breaker.trippedName': named !== null && named.value > 0 ? named.node.name : '',
  };
}

function rejections(pool: 'search' | 'write', lately: Growth, { nodes }: NodeSample, of: Of): Facts {
  const grown = lately(of);
  const first = worst(grown, (each) => each.grown);
  return {
    [`nodes.${pool}.rejected`]: sum(nodes, of),
    [`nodes.${pool}.rejectedRecent`]: sum(grown, (each) => each.grown),
    [`nodes.${pool}.rejectedNode`]: first !== null && first.value > 0 ? first.node.node.name : '',
  };
}

/** Which node does how much of the searching and indexing right now. */
function workFacts(now: Growth): Facts {
  const work = now((node) => (node.indices?.search?.query_total ?? 0) + (node.indices?.indexing?.index_total ?? 0));
  const total = sum(work, ({ grown }) => grown);
  const busiest = worst(work, ({ grown }) => grown);
  // A handful of requests says nothing of how they are spread.
  if (total < 20 || busiest === null) return { 'nodes.work.name': '', 'nodes.work.share': 0 };
  return { 'nodes.work.name': busiest.node.node.name, 'nodes.work.share': rounded(busiest.value / total) };
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
