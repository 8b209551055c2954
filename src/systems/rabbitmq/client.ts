/**
 * Asks one RabbitMQ cluster over its management API, where there is one over the metrics of its Prometheus plugin too, and knocks at its
 * AMQP port. Every request opens a connection of its own; nothing is held in the broker.
 */

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ConnectContext, SystemClient } from '../contract.ts';
import { type Exchange, type ExchangeRequest, exchange, HttpFailure, type TlsChoice } from '../http/exchange.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import { toFailure, toRefusal } from './failure.ts';
import { knock, type Newcomers } from './knock.ts';
import type { RabbitmqEntry } from './system.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many there are in all; more than `items` where the page was full. */
  readonly total: number;
}

export interface RabbitmqClient extends SystemClient {
  /** `RabbitMQ host:port`, for texts. */
  readonly server: string;
  readonly username: string;
  /** Reads one path below `/api/`. Throws SessionFailure, `unsupported` for what this version or cluster does not have. */
  get<Answer>(path: string, schema: z.ZodType<Answer>, limit: SessionLimit): Promise<Answer>;
  /** The first page of a list, the largest by `sort` first. */
  list<Item>(
    path: string,
    given: { readonly sort?: string; readonly columns?: string },
    item: z.ZodType<Item>,
    limit: SessionLimit,
  ): Promise<Page<Item>>;
  /** Changes something below `/api/`. Throws SessionFailure. */
  change(method: 'PUT' | 'POST' | 'DELETE', path: string, body: unknown, limit: SessionLimit): Promise<void>;
  /** A path of the Prometheus plugin as text; null when the entry names no such address, or nothing answers there. */
  metrics(path: string, limit: SessionLimit): Promise<string | null>;
  /** What an application that connects now would meet at the AMQP port. */
  newcomers(limit: SessionLimit): Promise<Newcomers>;
}

/** One page; the API refuses more than 500 rows. */
const rowsMax = 500;
const answerBytesMax = 16_777_216;
const knockMs = 2_500;
/** While queues and connections come and go, the API trips over its own statistics now and then and answers 500 to a list. */
const stumbles = { triesMax: 3, pauseMs: 300 } as const;

export function createRabbitmqClient(entry: RabbitmqEntry, context: ConnectContext): RabbitmqClient {
  const base = new URL(entry.managementUrl.endsWith('/') ? entry.managementUrl : `${entry.managementUrl}/`);
  const server = `RabbitMQ ${new URL(entry.url).host}`;

  async function ask(path: string, limit: SessionLimit, more: Pick<ExchangeRequest, 'method'> & { body?: string }): Promise<string> {
    const login = `${entry.username}:${context.resolveSecret(entry.password)}`;
    const headers = {
      authorization: `Basic ${Buffer.from(login).toString('base64')}`,
      'content-type': 'application/json',
      // The reason that RabbitMQ gives to a client whose connection is closed.
      'x-reason': 'Closed by an operator with Zhiban',
    };
    const given = { url: new URL(`api/${path}`, base), headers, tls: await tlsOf(entry), bodyBytesMax: answerBytesMax, ...more };
    let answer = await send(given, limit);
    for (let tries = 1; given.method === 'GET' && answer.status === 500 && tries < stumbles.triesMax; tries += 1) {
      await context.clock.sleep(stumbles.pauseMs, limit.signal);
      answer = await send(given, limit);
    }
    if (answer.status >= 300) throw toRefusal(server, path, answer);
    if (!answer.isTruncated) return answer.body;
    throw new SessionFailure(`${server} sent more than ${String(answerBytesMax)} bytes`, { problem: 'reply', stage: 'command' });
  }

  const send = (given: ExchangeRequest, limit: SessionLimit): Promise<Exchange> =>
    exchange(given, limit).catch((error: unknown) => {
      throw toFailure(server, error);
    });

  async function get<Answer>(path: string, schema: z.ZodType<Answer>, limit: SessionLimit): Promise<Answer> {
    const parsed = schema.safeParse(jsonOf(await ask(path, limit, { method: 'GET' })));
    if (parsed.success) return parsed.data;
    const where = path.split('?')[0] ?? '';
    throw new SessionFailure(`${server} answered '${where}' in a form that is not understood`, {
      problem: 'reply',
      stage: 'command',
      cause: parsed.error,
    });
  }

  return {
    server,
    username: entry.username,
    get,
    async list(path, { sort, columns }, item, limit) {
      const query = new URLSearchParams({
        page: '1',
        page_size: String(rowsMax),
        ...(sort === undefined ? {} : { sort, sort_reverse: 'true' }),
      });
      if (columns !== undefined) query.set('columns', columns);
      const page = z.object({ items: z.array(item), total_count: z.number() });
      const { items, total_count } = await get(`${path}?${query.toString()}`, page, limit);
      return { items, total: total_count };
    },
    async change(method, path, body, limit) {
      await ask(path, limit, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    },
    metrics: (path, limit) => readMetrics(entry, path, limit),
    newcomers: async (limit) => knock(new URL(entry.url), await tlsOf(entry), { ...limit, timeoutMs: Math.min(knockMs, limit.timeoutMs) }),
    close: () => Promise.resolve(),
  };
}

async function readMetrics(entry: RabbitmqEntry, path: string, limit: SessionLimit): Promise<string | null> {
  if (entry.metricsUrl === undefined) return null;
  const url = new URL(path, entry.metricsUrl);
  try {
    const answer = await exchange({ url, method: 'GET', headers: {}, tls: await tlsOf(entry), bodyBytesMax: answerBytesMax }, limit);
    return answer.status === 200 ? answer.body : null;
  } catch (error) {
    if (error instanceof HttpFailure) return null;
    throw error;
  }
}

async function tlsOf({ tls }: RabbitmqEntry): Promise<TlsChoice> {
  const ca = tls?.caFile === undefined ? undefined : await readFile(tls.caFile, 'utf8');
  const servername = tls?.servername;
  return { insecure: tls?.insecure ?? false, ...(ca === undefined ? {} : { ca }), ...(servername === undefined ? {} : { servername }) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
