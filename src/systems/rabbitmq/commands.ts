/** What people may ask to have run on RabbitMQ, as `rabbitmqctl` writes it. Nothing deletes a queue or a message. */

import { z } from 'zod';
import { text } from '../command.ts';
import { type ChangeForm, formGrammar, type ReadForm, type Slots } from '../commands/forms.ts';
import { shownBy } from '../commands/shown-by.ts';
import type { LookContext } from '../contract.ts';
import { SessionFailure } from '../session/failure.ts';
import { closeConnection } from './actions/connections.ts';
import { setVhostLimit } from './actions/limits.ts';
import { deletePolicy, setPolicy } from './actions/policies.ts';
import type { RabbitmqClient } from './client.ts';
import { connectionsProbe } from './probes/connections.ts';
import { consumersProbe } from './probes/consumers.ts';
import { nodesProbe } from './probes/nodes.ts';
import { policiesProbe } from './probes/policies.ts';
import { queuesProbe } from './probes/queues.ts';
import { routingProbe } from './probes/routing.ts';
import { serverProbe } from './probes/server.ts';

const timeoutMs = 5_000;

const reads: readonly ReadForm<RabbitmqClient>[] = [
  shownBy('status', serverProbe),
  shownBy('cluster_status', nodesProbe),
  shownBy('list_queues', queuesProbe),
  shownBy('list_connections', connectionsProbe),
  shownBy('list_channels', consumersProbe),
  shownBy('list_exchanges', routingProbe),
  shownBy('list_policies', policiesProbe),
];

const changes: readonly ChangeForm<RabbitmqClient>[] = [
  { form: 'close_connection <connection>', action: closeConnection, bind: connectionOf },
  {
    form: 'set_policy -p <vhost> <name> <pattern> <definition>',
    action: setPolicy,
    given({ vhost = '', name = '', pattern = '', definition = '' }) {
      const { key, value } = oneOf(definition);
      return { vhost, name, pattern, applyTo: 'queues', priority: 0, setting: key, value };
    },
  },
  { form: 'clear_policy -p <vhost> <name>', action: deletePolicy, given: ({ vhost = '', name = '' }) => ({ vhost, name }) },
  {
    form: 'set_vhost_limits -p <vhost> <definition>',
    action: setVhostLimit,
    given({ vhost = '', definition = '' }) {
      const { key, value } = oneOf(definition);
      return { vhost, limit: key, value };
    },
  },
];

const definitionForm = z.record(z.string(), z.union([z.string(), z.number()]));

/** One setting at a time, so that its undo is one too; more or none is told by the action's own list. */
function oneOf(definition: string): { readonly key: string; readonly value: string | number } {
  const parsed = definitionForm.safeParse(jsonOf(definition));
  const entries = Object.entries(parsed.success ? parsed.data : {});
  const [key, value] = entries.length === 1 ? (entries[0] ?? ['', '']) : ['', ''];
  return { key, value };
}

function jsonOf(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    return null;
  }
}

const connectionForm = z.object({ user: z.string(), connected_at: z.number() });

/** Its name is its two addresses, which come again: whose it is and since when say which one is meant. */
async function connectionOf({ connection = '' }: Slots, client: RabbitmqClient, { signal }: LookContext) {
  const path = `connections/${encodeURIComponent(connection)}`;
  try {
    const { user, connected_at: connectedAtMs } = await client.get(path, connectionForm, { timeoutMs, signal });
    return { connection, user, connectedAtMs };
  } catch (error) {
    if (!(error instanceof SessionFailure) || error.problem !== 'unsupported') throw error;
    return { refused: text(`没有连接 ${connection}`, `there is no connection ${connection}`) };
  }
}

const deletes = text('会删除队列或消息，且无法撤销', 'it deletes queues or messages, and nothing brings them back');
const rights = text('会改变谁能做什么，或显示口令', 'it changes who may do what, or shows passwords');
const stops = text('会停掉节点或把它移出集群', 'it stops a node or takes it out of the cluster');

export const rabbitmqCommands = formGrammar<RabbitmqClient>({
  reads,
  changes,
  program: 'rabbitmqctl',
  isCaseSensitive: true,
  slots: {
    vhost: /^[^"'\p{Cc}]{1,255}$/u,
    name: /^[^"'\p{Cc}]{1,255}$/u,
    pattern: /^[^\p{Cc}]{1,300}$/u,
    definition: /^\{[^'\p{Cc}]{1,300}\}$/u,
    connection: /^[^"'\p{Cc}]{3,300}$/u,
  },
  refused: {
    purge_queue: deletes, delete_queue: deletes, delete_vhost: deletes, reset: deletes, force_reset: deletes, import_definitions: deletes,
    add_user: rights, delete_user: rights, change_password: rights, set_permissions: rights, set_user_tags: rights, list_users: rights, export_definitions: rights, environment: rights, authenticate_user: rights,
    stop: stops, stop_app: stops, shutdown: stops, forget_cluster_node: stops, join_cluster: stops, force_boot: stops,
    eval: text('可以执行任意代码，无法判断它会做什么', 'it can run any code: what it would do cannot be told'), eval_file: text('可以执行任意代码', 'it can run any code'), exec: text('可以执行任意代码', 'it can run any code'),
    close_all_connections: text('会同时断开所有应用', 'it cuts off all applications at once'),
    set_vm_memory_high_watermark: text('重启后即失效，改错会耗尽主机内存', 'it is lost at a restart, and a slip takes the host’s memory'),
  }, // biome-ignore format: a table of words
});
