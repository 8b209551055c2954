/** The connections to the brokers of one cluster: opened when they are first needed, kept, and dropped when they fail. */

import { readFile } from 'node:fs/promises';
import type { API, Connection } from '@platformatic/kafka';
import type { ConnectContext } from '../contract.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import { within } from '../session/within.ts';
import { answerIn, toFailure } from './failure.ts';
import type { KafkaEntry } from './system.ts';

interface Link {
  readonly connection: Connection;
  /** Whether a request was answered: a listener that wants a login tells its versions to anyone, and hangs up at the first request. */
  isTrusted: boolean;
  readonly versions: ReadonlyMap<number, { readonly min: number; readonly max: number }>;
}

const connectMs = 2_500;
const softwareName = 'zhiban';

export class Links {
  readonly #entry: KafkaEntry;
  readonly #context: ConnectContext;
  readonly #links = new Map<string, Promise<Link>>();

  constructor(entry: KafkaEntry, context: ConnectContext) {
    this.#entry = entry;
    this.#context = context;
  }

  has(address: string): boolean {
    return this.#links.has(address);
  }

  /** Throws SessionFailure. */
  open(address: string, limit: SessionLimit): Promise<Link> {
    const kept = this.#links.get(address);
    if (kept !== undefined) return kept;
    const opening = openLink(this.#entry, address, this.#context, limit);
    this.#links.set(address, opening);
    const forget = (): void => {
      if (this.#links.get(address) === opening) this.#links.delete(address);
    };
    opening.then(({ connection }) => connection.once('close', forget), forget);
    return opening;
  }

  /** One request, in a version that the broker has said it knows. Throws SessionFailure. */
  async ask<Given extends unknown[], Answer>(address: string, api: API<Given, Answer>, given: Given, limit: SessionLimit): Promise<Answer> {
    const link = await this.open(address, limit);
    const range = link.versions.get(api.key);
    if (range === undefined || api.version < range.min || api.version > range.max)
      throw new SessionFailure(`Kafka ${address} does not know version ${String(api.version)} of request ${String(api.key)}`, {
        problem: 'unsupported',
        stage: 'command',
      });
    try {
      const answer = await within(api.async(link.connection, ...given), limit, `Kafka ${address}`, () => 'command');
      link.isTrusted = true;
      return answer;
    } catch (error) {
      const answer = answerIn<Answer>(error);
      if (answer !== null) {
        link.isTrusted = true;
        return answer;
      }
      const failure = toFailure(`Kafka ${address}`, error, link.isTrusted ? 'command' : 'login');
      if (failure.problem !== 'no-permission' && failure.problem !== 'reply') await this.drop(address);
      throw failure;
    }
  }

  async drop(address: string): Promise<void> {
    const kept = this.#links.get(address);
    this.#links.delete(address);
    await kept?.then(({ connection }) => close(connection)).catch(() => undefined);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#links.keys()].map((address) => this.drop(address)));
  }
}

async function openLink(entry: KafkaEntry, address: string, context: ConnectContext, limit: SessionLimit): Promise<Link> {
  const { Connection, apiVersionsV3 } = await import('@platformatic/kafka');
  const { host, port } = placeOf(address);
  const short = { ...limit, timeoutMs: Math.min(connectMs, limit.timeoutMs) };
  const connection = new Connection(softwareName, {
    connectTimeout: short.timeoutMs,
    requestTimeout: 30_000,
    ...(entry.tls === undefined ? {} : { tls: await tlsOf(entry), tlsServerName: entry.tls.servername ?? host }),
    ...saslOf(entry, context),
  });
  // Whoever waits hears of it; without this, an error between two requests would end the process.
  connection.on('error', () => undefined);
  let stage: 'connect' | 'login' = 'connect';
  connection.once('connecting', () =>
    connection.socket?.once('connect', () => {
      stage = 'login';
    }),
  );
  try {
    await within(Promise.resolve(connection.connect(host, port)), short, `Kafka ${address}`, () => stage);
    stage = 'login';
    const { apiKeys } = await within(apiVersionsV3.api.async(connection, softwareName, '1'), short, `Kafka ${address}`, () => stage);
    return {
      connection,
      isTrusted: false,
      versions: new Map(apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, { min: minVersion, max: maxVersion }])),
    };
  } catch (error) {
    close(connection);
    throw toFailure(`Kafka ${address}`, error, stage);
  }
}

function close(connection: Connection): void {
  connection.close(() => undefined);
}

async function tlsOf({ tls }: KafkaEntry) {
  const ca = tls?.caFile === undefined ? undefined : await readFile(tls.caFile, 'utf8');
  return { rejectUnauthorized: !(tls?.insecure ?? false), ...(ca === undefined ? {} : { ca }) };
}

function saslOf({ sasl }: KafkaEntry, context: ConnectContext) {
  if (sasl === undefined) return {};
  return { sasl: { mechanism: sasl.mechanism, username: sasl.username, password: context.resolveSecret(sasl.password) } };
}

function placeOf(address: string): { readonly host: string; readonly port: number } {
  const at = address.lastIndexOf(':');
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) };
}
