/** The cluster: which servers answer, who is connected to whom, and whether JetStream has a leader. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows } from '../../session/rows.ts';
import { type Jsz, jszForm, routezForm, type Varz, varzForm } from '../answers.ts';
import type { NatsClient } from '../client.ts';

export interface SeenServer {
  readonly at: string;
  /** Null when it does not answer. */
  readonly varz: Varz | null;
  /** Ids of the servers that it has a route to: older versions tell no names. */
  readonly routes: readonly string[];
  readonly reason: string;
}

const serverMs = 2_000;

export const clusterProbe = sessionProbe({
  name: 'cluster',
  summary: {
    'zh-CN': '集群：哪些服务器在、路由是否齐全、JetStream 有没有 leader、叶节点',
    en: 'the cluster: which servers are there, routes between them, JetStream’s leader, leaf nodes',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'cluster|route|leader|quorum|raft|partition|peer|leaf|no suitable peers|集群|路由|选主|多数派|脑裂|叶节点',
  query: 'GET /varz, /routez of each server; /jsz',
  async see(client: NatsClient, _given, limit) {
    const [own = '', ...others] = client.addresses;
    const [first, jsz] = await Promise.all([readServer(client, own, limit), client.page('/jsz', jszForm, limit)]);
    const short = { signal: limit.signal, timeoutMs: Math.min(serverMs, limit.timeoutMs) };
    const peers = await Promise.all(others.map((at) => readServer(client, at, short).catch((error: unknown) => gone(at, error))));
    const facts = clusterFacts([first, ...peers], jsz.meta_cluster ?? null);
    return {
      headline: {
        'zh-CN':
          facts['cluster.isOne'] === true
            ? `集群 ${String(facts['cluster.name'])}：${String(facts['cluster.up'])} 台应答${Number(facts['cluster.down.count']) > 0 ? `，不在的：${String(facts['cluster.down.names'])}` : ''}；JetStream leader：${String(facts['meta.leader']) || '无'}`
            : '单台服务器，没有集群',
        en:
          facts['cluster.isOne'] === true
            ? `cluster ${String(facts['cluster.name'])}: ${String(facts['cluster.up'])} servers answer${Number(facts['cluster.down.count']) > 0 ? `, gone: ${String(facts['cluster.down.names'])}` : ''}; JetStream’s leader: ${String(facts['meta.leader']) || 'none'}`
            : 'one server, no cluster',
      },
      facts,
      text: printRows([
        ...[first, ...peers].map(({ at, varz, routes, reason }) => ({
          at,
          server: varz?.server_name,
          version: varz?.version,
          routes: routes.length,
          reason,
        })),
        ...(jsz.meta_cluster?.replicas ?? []).map(({ name, offline, current, lag }) => ({ peer: name, offline, current, lag })),
      ]),
    };
  },
});

async function readServer(client: NatsClient, at: string, limit: SessionLimit): Promise<SeenServer> {
  const [varz, routez] = await Promise.all([client.page('/varz', varzForm, limit, at), client.page('/routez', routezForm, limit, at)]);
  // Newer servers keep several connections between two of them.
  return { at, varz, routes: [...new Set(routez.routes.map((route) => route.remote_id))], reason: '' };
}

function gone(at: string, error: unknown): SeenServer {
  if (!(error instanceof SessionFailure) || error.problem === 'stopped') throw error;
  return { at, varz: null, routes: [], reason: error.message.slice(0, 200) };
}

/** Pure. The first server is the entry's own. */
export function clusterFacts(servers: readonly SeenServer[], meta: NonNullable<Jsz['meta_cluster']> | null): Facts {
  const up = servers.filter(({ varz }) => varz !== null);
  const silent = servers.filter(({ varz }) => varz === null);
  const offline = (meta?.replicas ?? []).filter((replica) => replica.offline).map(({ name }) => name);
  const own = servers[0]?.varz ?? null;
  const unrouted = up.flatMap((one, index) =>
    up.slice(index + 1).flatMap((other) => (one.routes.includes(other.varz?.server_id ?? '') ? [] : [`${nameOf(one)} | ${nameOf(other)}`])),
  );
  const isOne = (own?.cluster?.name ?? '') !== '' || servers.length > 1;
  const told = offline.length > 0 ? offline : silent.map(({ at }) => new URL(at).host);
  const unseen = unseenOf(servers, meta);
  const missing = told.length === 0 && unseen > 0 ? [`${String(unseen)}/${String(meta?.cluster_size ?? 0)}`] : told;
  const remotes = own?.leaf?.remotes?.length ?? 0;
  return {
    'cluster.isOne': isOne,
    'cluster.name': own?.cluster?.name ?? '',
    'cluster.up': up.length,
    'cluster.routes': servers[0]?.routes.length ?? 0,
    'cluster.down.count': isOne ? Math.max(told.length, unseen) : 0,
    'cluster.down.names': missing.slice(0, 5).join(', '),
    'cluster.silent.count': silent.length,
    'cluster.silent.reason': silent[0]?.reason ?? '',
    'cluster.unrouted.count': unrouted.length,
    'cluster.unrouted.between': unrouted.slice(0, 3).join('; '),
    'cluster.versions': [...new Set(up.map(({ varz }) => varz?.version ?? ''))].join(', '),
    'meta.isOne': meta !== null,
    'meta.leader': meta?.leader ?? '',
    'meta.size': meta?.cluster_size ?? 0,
    'meta.offline': offline.length,
    'leaf.missing': Math.max(0, remotes - (own?.leafnodes ?? 0)),
    'leaf.remotes': remotes,
  };
}

/**
 * Only JetStream's leader tells who is away. Another server, asked alone, knows how many there are and to how many it has a route. Not where
 * the group goes beyond the cluster, through gateways or leaf nodes.
 */
function unseenOf(servers: readonly SeenServer[], meta: NonNullable<Jsz['meta_cluster']> | null): number {
  const [own] = servers;
  const isWider = (own?.varz?.gateway?.name ?? '') !== '' || (own?.varz?.leafnodes ?? 0) > 0;
  if (meta === null || own === undefined || isWider || servers.length >= meta.cluster_size) return 0;
  return Math.max(0, meta.cluster_size - 1 - own.routes.length);
}

function nameOf({ varz, at }: SeenServer): string {
  return varz?.server_name ?? new URL(at).host;
}
