/**
 * Asks a Kubernetes API server over plain HTTPS: each request has a connection of its own, is limited in time and size, and nothing is
 * retried. Reads kubeconfig and service account anew on every login, as certificates and tokens are renewed under a running process.
 */

import { z } from 'zod';
import type { ConnectContext, SystemClient } from '../contract.ts';
import type { Exchange, TlsChoice } from '../http/exchange.ts';
import type { SessionLimit } from '../session/failure.ts';
import type { KubernetesEntry } from './entry.ts';
import { createLogin } from './login.ts';
import { createRequests, type Listing, type Method } from './requests.ts';

export interface KubernetesClient extends SystemClient {
  /** The namespaces that are ours; null: all. */
  readonly namespaces: readonly string[] | null;
  /** Epoch ms, by Zhiban's clock. */
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Where it is and whom to trust. Throws SessionFailure when the kubeconfig can't be used. */
  place(limit: SessionLimit): Promise<{ readonly url: URL; readonly tls: TlsChoice }>;
  /** Throws SessionFailure; `code` is the HTTP status. */
  read<Answer>(path: string, schema: z.ZodType<Answer>, limit: SessionLimit): Promise<Answer>;
  /** Page after page, up to `itemsMax`. Throws SessionFailure. */
  list(path: string, limit: SessionLimit, itemsMax: number): Promise<Listing>;
  /**
   * As `list`, shared between looks that ask at the same time: an answer is given again for two seconds. Never for actions, which need
   * the state of now.
   */
  listShared(path: string, limit: SessionLimit, itemsMax: number): Promise<Listing>;
  /** The names of the secrets of a namespace: the server is asked for a table of names, so that no value leaves it. Throws SessionFailure. */
  secretNames(namespace: string, limit: SessionLimit): Promise<readonly { readonly name: string; readonly type: string }[]>;
  /** A page such as `/readyz?verbose`: every status is an answer. Throws SessionFailure. */
  page(path: string, limit: SessionLimit): Promise<Exchange>;
  /** For actions and for asking about rights. Throws SessionFailure. */
  send<Answer>(
    method: Method,
    path: string,
    body: object | null,
    schema: z.ZodType<Answer>,
    limit: SessionLimit,
    contentType?: string,
  ): Promise<Answer>;
}

const pageBytesMax = 2_097_152;
const sharedMs = 2_000;

const tableAnswer = z.looseObject({
  metadata: z.looseObject({ continue: z.string().optional() }).default({}),
  rows: z
    .array(z.looseObject({ cells: z.array(z.unknown()) }))
    .nullable()
    .default([]),
});

export function createKubernetesClient(entry: KubernetesEntry, context: ConnectContext): KubernetesClient {
  const login = createLogin(entry, context);
  const { ask, parsed, list } = createRequests(login);
  const shared = new Map<string, { readonly untilMs: number; readonly listing: Promise<Listing> }>();

  return {
    namespaces: entry.namespaces ?? null,
    now: () => context.clock.now(),
    sleep: (ms, signal) => context.clock.sleep(ms, signal),
    place: async (limit) => await login.session(limit),
    read: async (path, schema, limit) => parsed(await ask({ method: 'GET', path }, limit), path, schema),
    list,
    listShared(path, limit, itemsMax) {
      const nowMs = context.clock.now();
      for (const [key, { untilMs }] of shared) if (untilMs < nowMs) shared.delete(key);
      const key = `${String(itemsMax)} ${path}`;
      const kept = shared.get(key);
      if (kept !== undefined) return kept.listing;
      const listing = list(path, limit, itemsMax);
      shared.set(key, { untilMs: nowMs + sharedMs, listing });
      // What failed is asked anew: it may have failed by the limit of another look.
      listing.catch(() => shared.delete(key));
      return listing;
    },
    async secretNames(namespace, limit) {
      const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets?includeObject=None&limit=1000`;
      const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
      const { rows } = await parsed(await ask({ method: 'GET', path, accept }, limit), path, tableAnswer);
      return (rows ?? []).map(({ cells }) => ({ name: String(cells[0]), type: String(cells[1]) }));
    },
    page: (path, limit) => ask({ method: 'GET', path, accept: '*/*', bytesMax: pageBytesMax }, limit),
    send: async (method, path, body, schema, limit, contentType = 'application/json') =>
      parsed(await ask({ method, path, body, contentType }, limit), path, schema),
    close() {
      shared.clear();
      login.close();
      return Promise.resolve();
    },
  };
}
