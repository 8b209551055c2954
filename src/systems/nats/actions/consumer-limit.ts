/** Changes how many messages a durable consumer may hold without acknowledging them. */

import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import type { NatsClient } from '../client.ts';
import { already, anyAnswer, assetName, blocked, noConsumer, note, readConsumer, settingOf } from './jetstream.ts';

const setting = 'max_ack_pending';
const given = z.strictObject({ stream: assetName, consumer: assetName, maxAckPending: z.number().int().min(1).max(1_000_000) });
type Given = z.infer<typeof given>;

export const setConsumerLimit = sessionAction({
  name: 'set-consumer-limit',
  risk: 'medium',
  arguments: given,
  verifyWithinMs: 20_000,
  summary: (each) => ({
    'zh-CN': `把消费者 ${each.stream}/${each.consumer} 的 ${setting} 设为 ${String(each.maxAckPending)}`,
    en: `set ${setting} of consumer ${each.stream}/${each.consumer} to ${String(each.maxAckPending)}`,
  }),
  effect: () => ({
    'zh-CN': '消费者可以同时持有更多未确认的消息，处理方的内存与并发随之上升',
    en: 'it may hold more messages unacknowledged; whoever handles them uses more memory and works on more at once',
  }),
  verification: () => ({ 'zh-CN': `消费者的配置里 ${setting} 是新值`, en: `its configuration has the new ${setting}` }),
  async precheck(client: NatsClient, { stream, consumer, maxAckPending }, limit) {
    const found = await readConsumer(client, stream, consumer, limit);
    if (found === null) return noConsumer;
    if (typeof found.config.durable_name !== 'string') return blocked('只能改持久消费者', 'only durable consumers can be changed');
    const old = settingOf(found.config, setting);
    return old === maxAckPending ? already('已经是这个值', 'it has this value already') : { state: 'ready', before: { value: old } };
  },
  isApplied: async (client, each, _before, limit) => (await read(client, each, limit)) === each.maxAckPending,
  async apply(client, each, _before, limit) {
    await change(client, each, each.maxAckPending, limit);
    return { 'zh-CN': `${setting} 已设为 ${String(each.maxAckPending)}`, en: `${setting} is ${String(each.maxAckPending)} now` };
  },
  async verify(client, each, _before, limit) {
    const found = await read(client, each, limit);
    return note(
      found === each.maxAckPending,
      { 'zh-CN': `${setting} 是 ${String(found)}`, en: `${setting} is ${String(found)}` },
      { 'zh-CN': `${setting} 仍是 ${String(found)}`, en: `${setting} is still ${String(found)}` },
    );
  },
  undo: {
    summary: (each) => ({
      'zh-CN': `把 ${each.stream}/${each.consumer} 的 ${setting} 改回原值`,
      en: `set ${setting} of ${each.stream}/${each.consumer} back to its old value`,
    }),
    present: async (client, each, _before, limit) => ({ value: await read(client, each, limit) }),
    async apply(client, each, before, limit) {
      const old = z.object({ value: z.number() }).parse(before).value;
      await change(client, each, old, limit);
      return { 'zh-CN': `${setting} 已改回 ${String(old)}`, en: `${setting} is back at ${String(old)}` };
    },
  },
});

async function read(client: NatsClient, { stream, consumer }: Given, limit: SessionLimit): Promise<number> {
  return settingOf((await readConsumer(client, stream, consumer, limit))?.config ?? {}, setting);
}

async function change(client: NatsClient, { stream, consumer }: Given, value: number, limit: SessionLimit): Promise<void> {
  const found = await readConsumer(client, stream, consumer, limit);
  if (found === null) throw new SessionFailure(`There is no consumer '${consumer}' any more`, { problem: 'reply', stage: 'command' });
  if (settingOf(found.config, setting) === value) return;
  const config = { ...found.config, [setting]: value };
  await client.api(`CONSUMER.DURABLE.CREATE.${stream}.${consumer}`, { stream_name: stream, config }, anyAnswer, limit);
}
