/** One RabbitMQ for a file of tests: clients that cause trouble, Zhiban's own, and a diagnosis. */

import { type Channel, type ChannelModel, connect } from 'amqplib';
import type { RabbitmqClient } from '../../../src/systems/rabbitmq/client.ts';
import { type RabbitmqEntry, rabbitmqKind } from '../../../src/systems/rabbitmq/system.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { type RabbitmqServer, startRabbitmq } from '../../support/rabbitmq.ts';
import { systemClock } from '../../support/system-clock.ts';

export const watcher = { username: 'zhiban_watch', password: 'only-for-the-watcher' } as const;

export interface Scene {
  readonly server: RabbitmqServer;
  readonly entry: RabbitmqEntry;
  /** An administrator. */
  readonly client: RabbitmqClient;
  /** With the rights that the guide asks for. */
  readonly watcher: RabbitmqClient;
  /** A connection of an application that calls itself so. */
  application(name: string, vhost?: string): Promise<ChannelModel>;
  /** A channel on a connection of its own. */
  channel(name: string): Promise<Channel>;
  /** Sends `perSecond` messages until the scene is cleared. */
  publish(exchange: string, routingKey: string, perSecond: number): Promise<void>;
  look(options?: DiagnoseOptions & { readonly as?: RabbitmqClient }): Promise<Diagnosis>;
  /** Looks until it holds; RabbitMQ reports what happens once a second here. */
  lookUntil(
    what: string,
    holds: (seen: Diagnosis) => boolean,
    options?: DiagnoseOptions & { readonly as?: RabbitmqClient },
  ): Promise<Diagnosis>;
  /** Ends every application and removes all queues, exchanges and policies of theirs. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export function entryOf(server: Pick<RabbitmqServer, 'url' | 'managementUrl' | 'metricsUrl'>, more: object = {}): RabbitmqEntry {
  const { url, managementUrl, metricsUrl } = server;
  const login = { username: 'admin', password: { env: 'PASSWORD' } };
  return rabbitmqKind.entry.parse({ id: 'orders-mq', kind: 'rabbitmq', url, managementUrl, metricsUrl, ...login, ...more });
}

export function clientOf(entry: RabbitmqEntry, password: string): RabbitmqClient {
  return rabbitmqKind.connect(entry, { clock: systemClock, resolveSecret: () => password });
}

export async function startScene(): Promise<Scene> {
  const server = await startRabbitmq();
  const entry = entryOf(server);
  const client = clientOf(entry, server.login.password);
  await server.ask('PUT', `users/${watcher.username}`, { password: watcher.password, tags: 'monitoring' });
  await server.ask('PUT', `permissions/%2F/${watcher.username}`, { configure: '^$', write: '^$', read: '^$' });
  const watching = clientOf(entryOf(server, { username: watcher.username }), watcher.password);
  const applications = new Set<ChannelModel>();
  const loops = new Set<NodeJS.Timeout>();
  const application: Scene['application'] = async (name, vhost = '/') => {
    const { hostname, port } = new URL(server.url);
    const { username, password } = server.login;
    const address = { protocol: 'amqp', hostname, port: Number(port), username, password, vhost };
    const opened = await connect(address, { clientProperties: { connection_name: name } });
    opened.on('error', () => undefined);
    opened.on('close', () => applications.delete(opened));
    applications.add(opened);
    return opened;
  };
  const channel: Scene['channel'] = async (name) => {
    const opened = await (await application(name)).createChannel();
    opened.on('error', () => undefined);
    return opened;
  };
  const look: Scene['look'] = ({ as = client, ...rest } = {}) =>
    diagnoseSystem(rabbitmqKind, as, entry, { ...rest, parameters: { activity: { windowMs: 700 } } });
  const endApplications = async (): Promise<void> => {
    for (const loop of loops) clearInterval(loop);
    loops.clear();
    await Promise.all([...applications].map((each) => each.close().catch(() => undefined)));
    applications.clear();
  };
  return {
    server,
    entry,
    client,
    watcher: watching,
    application,
    channel,
    async publish(exchange, routingKey, perSecond) {
      const sender = await channel('svc-publisher');
      const send = (): void => {
        for (let count = 0; count < Math.max(1, perSecond / 10); count += 1) sender.publish(exchange, routingKey, Buffer.from('order'));
      };
      loops.add(setInterval(send, 100));
    },
    look,
    async lookUntil(what, holds, options = {}) {
      const deadline = performance.now() + 40_000;
      for (;;) {
        const seen = await look(options);
        if (holds(seen)) return seen;
        if (performance.now() > deadline)
          throw new Error(`It never came about that ${what}: ${JSON.stringify([seen.confirmed, seen.likely, seen.facts])}`);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    async clear() {
      await endApplications();
      for (const { name, vhost } of await named(server, 'queues')) await server.ask('DELETE', `queues/${part(vhost)}/${part(name)}`);
      for (const { name, vhost } of await named(server, 'exchanges'))
        if (!/^(amq\.|$)/.test(name)) await server.ask('DELETE', `exchanges/${part(vhost)}/${part(name)}`);
      for (const { name, vhost } of await named(server, 'policies')) await server.ask('DELETE', `policies/${part(vhost)}/${part(name)}`);
    },
    async stop() {
      await endApplications();
      await Promise.all([client.close(), watching.close()]);
      await server.stop();
    },
  };
}

interface Named {
  readonly name: string;
  readonly vhost: string;
}

async function named(server: RabbitmqServer, path: string): Promise<readonly Named[]> {
  const found = await server.ask('GET', path);
  return Array.isArray(found)
    ? found.map((each) => ({ name: String(Reflect.get(each, 'name')), vhost: String(Reflect.get(each, 'vhost')) }))
    : [];
}

function part(name: string): string {
  return encodeURIComponent(name);
}
