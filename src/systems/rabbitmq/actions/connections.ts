/** Closing one client's connection. Its name is its two addresses, which come again; the time it was made says that it is still the same. */

import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import type { RabbitmqClient } from '../client.ts';
import { number, text } from '../probes/rabbit-probe.ts';

const connectionForm = z.object({
  name: z.string(),
  user: text,
  type: text,
  connected_at: number,
  user_provided_name: text,
  channels: number,
});

interface Wanted {
  readonly connection: string;
  readonly user: string;
  readonly connectedAtMs: number;
}

export const closeConnection = sessionAction({
  name: 'close-connection',
  risk: 'medium',
  arguments: z.strictObject({
    connection: z.string().min(3).max(300),
    user: z.string().min(1).max(255),
    connectedAtMs: z.number().int().min(1),
  }),
  verifyWithinMs: 20_000,
  summary: (given) => ({
    'zh-CN': `断开连接 ${given.connection}（账号 ${given.user}）`,
    en: `close connection ${given.connection} (user ${given.user})`,
  }),
  effect: () => ({
    'zh-CN': '它未确认的消息立即回到队列，可能被再次处理；客户端通常会自动重连',
    en: 'what it has not acknowledged returns to its queues at once and may be handled twice; the client usually reconnects by itself',
  }),
  verification: () => ({ 'zh-CN': '该连接已不在连接列表中', en: 'the connection is gone from the list' }),
  async precheck(client: RabbitmqClient, given, limit) {
    const found = await find(client, given, limit);
    if (found === null) return { state: 'already', note: { 'zh-CN': '该连接已经不在', en: 'the connection is gone already' } };
    if (found.type === 'direct')
      return {
        state: 'blocked',
        reason: {
          'zh-CN': '这是 RabbitMQ 自己的内部连接（shovel、federation）',
          en: 'that is a connection of RabbitMQ itself (shovel, federation)',
        },
      };
    const name = found.user_provided_name ?? given.user;
    const channels = String(found.channels ?? 0);
    const note = { 'zh-CN': `${name}，${channels} 个信道`, en: `${name}, ${channels} channels` };
    return { state: 'ready', before: { client: name, channels: found.channels ?? 0 }, note };
  },
  isApplied: async (client, given, _before, limit) => (await find(client, given, limit)) === null,
  async apply(client, given, _before, limit) {
    if ((await find(client, given, limit)) !== null) await client.change('DELETE', pathOf(given), undefined, limit).catch(ignoreGone);
    return { 'zh-CN': '已请求断开', en: 'asked for it to close' };
  },
  async verify(client, given, _before, limit) {
    const isMet = (await find(client, given, limit)) === null;
    return {
      isMet,
      note: isMet ? { 'zh-CN': '连接已断开', en: 'the connection is gone' } : { 'zh-CN': '连接仍在', en: 'the connection is still there' },
    };
  },
  undo: {
    impossible: {
      'zh-CN': '断开的连接不能复原：客户端需要自己重连，退回的消息可能被再次处理',
      en: 'a closed connection cannot be brought back: the client must reconnect, and what was returned may be handled twice',
    },
  },
});

async function find(client: RabbitmqClient, given: Wanted, limit: SessionLimit): Promise<z.infer<typeof connectionForm> | null> {
  const found = await client.get(pathOf(given), connectionForm, limit).catch(ignoreGone);
  return found !== null && found.user === given.user && found.connected_at === given.connectedAtMs ? found : null;
}

function pathOf({ connection }: Wanted): string {
  return `connections/${encodeURIComponent(connection)}`;
}

function ignoreGone(error: unknown): null {
  if (error instanceof SessionFailure && error.problem === 'unsupported') return null;
  throw error;
}
