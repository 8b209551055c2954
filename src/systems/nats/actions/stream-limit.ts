/** Changes one limit of a stream, and keeps the rest of its configuration as it is. */

import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import type { NatsClient } from '../client.ts';
import { already, anyAnswer, assetName, blocked, noStream, note, readStream, settingOf } from './jetstream.ts';

const given = z.strictObject({
  stream: assetName,
  limit: z.enum(['max_msgs', 'max_bytes']),
  value: z.number().int().min(1).max(1e15),
});
type Given = z.infer<typeof given>;

export const setStreamLimit = sessionAction({
  name: 'set-stream-limit',
  risk: 'medium',
  arguments: given,
  verifyWithinMs: 20_000,
  summary: ({ stream, limit, value }) => ({
    'zh-CN': `把流 ${stream} 的 ${limit} 设为 ${String(value)}`,
    en: `set ${limit} of stream ${stream} to ${String(value)}`,
  }),
  effect: () => ({
    'zh-CN': '流可以再收下消息，占用更多存储；不能低于当前用量',
    en: 'the stream takes messages again and may use more storage; a value below what it holds is refused',
  }),
  verification: ({ limit }) => ({ 'zh-CN': `流的配置里 ${limit} 是新值`, en: `its configuration has the new ${limit}` }),
  async precheck(client: NatsClient, { stream, limit: name, value }, limit) {
    const found = await readStream(client, stream, limit);
    if (found === null) return noStream;
    const old = settingOf(found.config, name);
    if (old === value) return already('已经是这个值', 'it has this value already');
    const used = name === 'max_msgs' ? found.state.messages : found.state.bytes;
    if (value < used)
      return blocked(
        `低于当前用量 ${String(used)}：多出的消息会被删除`,
        `below the ${String(used)} that it holds: what is beyond would be removed`,
      );
    return { state: 'ready', before: { value: old } };
  },
  isApplied: async (client, { stream, limit: name, value }, _before, limit) =>
    settingOf((await readStream(client, stream, limit))?.config ?? {}, name) === value,
  async apply(client, each, _before, limit) {
    await change(client, each, each.value, limit);
    return { 'zh-CN': `${each.limit} 已设为 ${String(each.value)}`, en: `${each.limit} is ${String(each.value)} now` };
  },
  async verify(client, { stream, limit: name, value }, _before, limit) {
    const found = settingOf((await readStream(client, stream, limit))?.config ?? {}, name);
    return note(
      found === value,
      { 'zh-CN': `${name} 是 ${String(found)}`, en: `${name} is ${String(found)}` },
      { 'zh-CN': `${name} 仍是 ${String(found)}`, en: `${name} is still ${String(found)}` },
    );
  },
  undo: {
    summary: ({ stream, limit }) => ({
      'zh-CN': `把流 ${stream} 的 ${limit} 改回原值；若丢弃策略是 old，超出原值的最旧消息会被删除`,
      en: `set ${limit} of stream ${stream} back to its old value; with discard old the oldest messages beyond it are removed`,
    }),
    present: async (client, each, _before, limit) => ({
      value: settingOf((await readStream(client, each.stream, limit))?.config ?? {}, each.limit),
    }),
    async apply(client, each, before, limit) {
      const old = z.object({ value: z.number() }).parse(before).value;
      await change(client, each, old, limit);
      return { 'zh-CN': `${each.limit} 已改回 ${String(old)}`, en: `${each.limit} is back at ${String(old)}` };
    },
  },
});

async function change(client: NatsClient, { stream, limit: name }: Given, value: number, limit: SessionLimit): Promise<void> {
  const found = await readStream(client, stream, limit);
  if (found === null) throw new SessionFailure(`There is no stream '${stream}' any more`, { problem: 'reply', stage: 'command' });
  if (settingOf(found.config, name) === value) return;
  await client.api(`STREAM.UPDATE.${stream}`, { ...found.config, [name]: value }, anyAnswer, limit);
}
