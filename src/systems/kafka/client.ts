/**
 * Speaks Kafka's own protocol with one cluster: one connection to each broker that was asked, kept while the client lives. Requests go
 * out in versions that the broker says it has.
 */

import type { API, metadataV12 } from '@platformatic/kafka';
import type { ConnectContext, SystemClient } from '../contract.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import { Links } from './links.ts';
import type { KafkaEntry } from './system.ts';

/** Which broker to ask: any that answers, one by its id, the controller, or the coordinator of a group. */
export type Target = 'any' | 'controller' | { readonly node: number } | { readonly group: string };

export interface Node {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string;
}

export interface Cluster {
  readonly id: string;
  readonly controllerId: number;
  readonly nodes: readonly Node[];
  readonly topics: metadataV12.MetadataResponse['topics'];
}

/** Loaded with the first connection: a server without workers opens none. */
export type Library = typeof import('@platformatic/kafka');

/** Picks a request, in a version. */
type Request<Given extends unknown[], Answer> = (kafka: Library) => API<Given, Answer>;

export interface KafkaClient extends SystemClient {
  /** `Kafka host:port`, for texts. */
  readonly server: string;
  readonly bootstrap: readonly string[];
  /** Brokers and topics as the cluster knows them; null for all topics. Throws SessionFailure. */
  cluster(topics: readonly string[] | null, limit: SessionLimit): Promise<Cluster>;
  /**
   * One request. Errors inside an answer are left for the caller to read. Throws SessionFailure, `unsupported` when the broker does not know
   * that version.
   */
  ask<Given extends unknown[], Answer>(target: Target, request: Request<Given, Answer>, given: Given, limit: SessionLimit): Promise<Answer>;
  /** Whether a broker can be reached at the given address, and why not. */
  reach(address: string, limit: SessionLimit): Promise<SessionFailure | null>;
}

export function createKafkaClient(entry: KafkaEntry, context: ConnectContext): KafkaClient {
  const server = `Kafka ${entry.brokers.join(',')}`;
  const links = new Links(entry, context);
  let known: readonly Node[] = [];

  /** The addresses of the entry first, then those that the cluster told: it may have moved on since the entry was written. */
  async function askAny<Given extends unknown[], Answer>(api: API<Given, Answer>, given: Given, limit: SessionLimit): Promise<Answer> {
    const addresses = [...new Set([...entry.brokers, ...known.map(addressOf)])];
    let first: unknown;
    for (const address of addresses.toSorted((one, other) => Number(links.has(other)) - Number(links.has(one)))) {
      try {
        return await links.ask(address, api, given, limit);
      } catch (error) {
        first ??= error;
        if (limit.signal.aborted || !isElsewhereBetter(error)) throw error;
      }
    }
    throw first;
  }

  async function addressOfTarget(target: Target, limit: SessionLimit): Promise<string> {
    const { findCoordinatorV4 } = await import('@platformatic/kafka');
    let id: number;
    if (target === 'controller') id = (await cluster([], limit)).controllerId;
    else if (typeof target === 'object' && 'node' in target) id = target.node;
    else {
      const group = typeof target === 'object' ? target.group : '';
      const [found] = (await askAny(findCoordinatorV4.api, [0, [group]], limit)).coordinators;
      id = found?.errorCode === 0 ? found.nodeId : -1;
    }
    const node = known.find((each) => each.id === id) ?? (await cluster([], limit)).nodes.find((each) => each.id === id);
    if (node !== undefined) return addressOf(node);
    const what = typeof target === 'object' && 'group' in target ? `coordinator for group ${target.group}` : `broker ${String(id)}`;
    throw new SessionFailure(`${server} has no ${what} at present`, { problem: 'reply', stage: 'command' });
  }

  async function cluster(topics: readonly string[] | null, limit: SessionLimit): Promise<Cluster> {
    const { metadataV12 } = await import('@platformatic/kafka');
    const answer = await askAny(metadataV12.api, [topics === null ? null : [...topics], false, false], limit);
    known = answer.brokers.map(({ nodeId, host, port, rack }) => ({ id: nodeId, host, port, rack: rack ?? '' }));
    return { id: answer.clusterId ?? '', controllerId: answer.controllerId, nodes: known, topics: answer.topics };
  }

  return {
    server,
    bootstrap: entry.brokers,
    cluster,
    async ask(target, request, given, limit) {
      const api = request(await import('@platformatic/kafka'));
      return target === 'any' ? askAny(api, given, limit) : links.ask(await addressOfTarget(target, limit), api, given, limit);
    },
    async reach(address, limit) {
      try {
        await links.open(address, limit);
        return null;
      } catch (error) {
        if (error instanceof SessionFailure) return error;
        throw error;
      }
    },
    close: () => links.close(),
  };
}

/** Another broker may answer where this one is out of reach; a wrong password is wrong everywhere. */
function isElsewhereBetter(error: unknown): boolean {
  return error instanceof SessionFailure && !['auth', 'no-permission', 'stopped', 'unsupported'].includes(error.problem);
}

export function addressOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return host.includes(':') ? `[${host}]:${String(port)}` : `${host}:${String(port)}`;
}
