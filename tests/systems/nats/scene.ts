/** A NATS entry, one of Zhiban's clients for it, applications over the official client, and a diagnosis. */

import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { NatsClient } from '../../../src/systems/nats/client.ts';
import { type NatsEntry, natsKind } from '../../../src/systems/nats/system.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import type { NatsServer } from '../../support/nats.ts';
import { systemClock } from '../../support/system-clock.ts';

export const admin = { username: 'admin', password: 'only-for-the-admin' } as const;

type Place = Pick<NatsServer, 'url' | 'monitoringUrl'>;

export function entryOf({ url, monitoringUrl }: Place, more: Readonly<Record<string, unknown>> = {}): NatsEntry {
  return natsKind.entry.parse({ id: 'events', kind: 'nats', url, monitoringUrl, ...more });
}

export function clientOf(entry: NatsEntry, password: string = admin.password): NatsClient {
  return natsKind.connect(entry, { clock: systemClock, resolveSecret: () => password });
}

export function lookAt(entry: NatsEntry, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  const parameters = { activity: { windowMs: 200 }, consumers: { windowMs: 300 } };
  return diagnoseSystem(natsKind, clientOf(entry), entry, { parameters, ...options });
}

export async function lookUntil(entry: NatsEntry, holds: (seen: Diagnosis) => boolean, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  const deadline = performance.now() + 40_000;
  for (;;) {
    const seen = await lookAt(entry, options);
    if (holds(seen)) return seen;
    if (performance.now() > deadline)
      throw new Error(`Never seen; the last look: ${JSON.stringify([seen.confirmed, seen.likely, seen.facts])}`);
  }
}

/** A connection of an application that calls itself so. */
export function application({ url }: Place, name: string, more: Readonly<Record<string, unknown>> = {}): Promise<NatsConnection> {
  return connect({ servers: [new URL(url).host], name, reconnect: false, timeout: 10_000, ...more });
}

/** A request of the JetStream API; throws what it refuses. */
export async function api(connection: NatsConnection, request: string, body: object = {}): Promise<Readonly<Record<string, unknown>>> {
  const answer = (await connection.request(`$JS.API.${request}`, JSON.stringify(body), { timeout: 10_000 })).json<
    Record<string, unknown>
  >();
  if (answer.error !== undefined) throw new Error(`${request}: ${JSON.stringify(answer.error)}`);
  return answer;
}

export async function makeStream(connection: NatsConnection, name: string, more: object = {}): Promise<void> {
  await api(connection, `STREAM.CREATE.${name}`, { name, subjects: [`${name}.>`], storage: 'file', retention: 'limits', ...more });
}

export async function makeConsumer(connection: NatsConnection, stream: string, name: string, more: object = {}): Promise<void> {
  const config = { durable_name: name, ack_policy: 'explicit', ...more };
  await api(connection, `CONSUMER.DURABLE.CREATE.${stream}.${name}`, { stream_name: stream, config });
}

/** Each is acknowledged by the stream, or refused. */
export async function publish(connection: NatsConnection, subject: string, count: number, payload = 'order'): Promise<void> {
  for (let sent = 0; sent < count; sent += 1) await connection.request(subject, payload, { timeout: 10_000 });
}

/** Fetches and answers what to say to acknowledge each. */
export async function fetchSome(connection: NatsConnection, stream: string, consumer: string, count: number): Promise<readonly string[]> {
  const inbox = `_INBOX.fetch${String(Math.trunc(performance.now() * 1_000))}`;
  const found: string[] = [];
  const subscription = connection.subscribe(inbox, { max: count });
  connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`, JSON.stringify({ batch: count }), { reply: inbox });
  for await (const message of subscription) found.push(message.reply ?? '');
  return found;
}
