/** Changes of one server: whether it is used, how much it gets, whether it is checked. */

import { z } from 'zod';
import type { LocalText } from '../../../domain/text.ts';
import type { HaproxyClient } from '../client.ts';
import { parseServersState, type ServerState } from '../parse.ts';
import type { SocketLimit } from '../socket.ts';
import { settingAction } from './haproxy-action.ts';

/** No blank, slash or semicolon: a name can't become a second command. */
export const nameSchema = z.string().regex(/^[A-Za-z0-9_.:-]{1,128}$/, 'expected a name of HAProxy');
const place = { backend: nameSchema, server: nameSchema } as const;

type Place = { readonly backend: string; readonly server: string };

export const setServerState = settingAction({
  name: 'set-server-state',
  risk: 'medium',
  arguments: z.strictObject({ ...place, state: z.enum(['ready', 'drain', 'maint']) }),
  what: (given) => wordsOf(given, '状态', 'the state'),
  effect: ({ state }) =>
    ({
      ready: { 'zh-CN': '健康检查通过后它重新接收请求', en: 'it takes requests again once its check passes' },
      drain: {
        'zh-CN': '它不再接收新会话，已有会话与会话保持的请求继续',
        en: 'it gets no new sessions; present ones and sticky requests go on',
      },
      maint: { 'zh-CN': '它立即停止接收任何请求，健康检查也停止', en: 'it gets no requests at all, and its checks stop' },
    })[state],
  wanted: ({ state }) => state,
  read: async (client, given, limit) => (await stateOf(client, given, limit))?.admin ?? null,
  command: ({ backend, server }, value) => `set server ${backend}/${server} state ${value}`,
  danger: (client, given, limit) => (given.state === 'ready' ? Promise.resolve(null) : lastOneDanger(client, given, limit)),
});

export const setServerWeight = settingAction({
  name: 'set-server-weight',
  risk: 'medium',
  arguments: z.strictObject({ ...place, weight: z.number().int().min(0).max(256) }),
  what: (given) => wordsOf(given, '权重', 'the weight'),
  effect: ({ weight }) =>
    weight === 0
      ? { 'zh-CN': '它不再接收新会话', en: 'it gets no new sessions' }
      : { 'zh-CN': '新请求按新的权重分配', en: 'new requests are shared by the new weight' },
  wanted: ({ weight }) => String(weight),
  async read(client, given, limit) {
    const state = await stateOf(client, given, limit);
    return state === null ? null : String(state.weight);
  },
  command: ({ backend, server }, value) => `set weight ${backend}/${server} ${value}`,
  danger: (client, given, limit) => (given.weight > 0 ? Promise.resolve(null) : lastOneDanger(client, given, limit)),
});

export const setHealthChecks = settingAction({
  name: 'set-health-checks',
  risk: 'high',
  arguments: z.strictObject({ ...place, checks: z.enum(['on', 'off']) }),
  what: (given) => wordsOf(given, '健康检查', 'the checks'),
  effect: ({ checks }) =>
    checks === 'on'
      ? { 'zh-CN': '健康检查恢复，状态随之变化', en: 'it is checked again, and its state follows' }
      : { 'zh-CN': '状态停在当前值：之后它坏了也不会被摘除', en: 'its state stays as it is: it is not taken out when it fails later' },
  wanted: ({ checks }) => checks,
  async read(client, given, limit) {
    const checks = (await stateOf(client, given, limit))?.areChecksOn ?? null;
    return checks === null ? null : checks ? 'on' : 'off';
  },
  command: ({ backend, server }, value) => `${value === 'on' ? 'enable' : 'disable'} health ${backend}/${server}`,
});

function wordsOf({ backend, server }: Place, chinese: string, english: string): LocalText {
  return { 'zh-CN': `服务器 ${backend}/${server} 的${chinese}`, en: `${english} of server ${backend}/${server}` };
}

async function stateOf(client: HaproxyClient, { backend, server }: Place, limit: SocketLimit): Promise<ServerState | null> {
  const states = parseServersState(await client.command(`show servers state ${backend}`, limit));
  return states.find((state) => state.server === server) ?? null;
}

/** The last server that takes requests is never taken away; neither is one whose load the rest could not hold. */
async function lastOneDanger(client: HaproxyClient, { backend, server }: Place, limit: SocketLimit): Promise<LocalText | null> {
  const rows = (await client.stat(limit)).filter((row) => row.type === 'server' && row.proxy === backend);
  const rest = rows.filter((row) => row.name !== server && /^(UP|no check)/.test(row.status) && (row.number('weight') ?? 0) > 0);
  if (rest.length === 0)
    return { 'zh-CN': `${server} 是 ${backend} 最后一台可用的服务器`, en: `${server} is the last server of ${backend} that can be used` };
  const limits = rest.map((row) => row.number('slim'));
  if (limits.some((each) => each === null)) return null;
  const room = rest.reduce((sum, row) => sum + Math.max(0, (row.number('slim') ?? 0) - (row.number('scur') ?? 0)), 0);
  const sessions = rows.find((row) => row.name === server)?.number('scur') ?? 0;
  if (sessions <= room) return null;
  return {
    'zh-CN': `${server} 现有 ${sessions} 个会话，其余服务器的 maxconn 只剩 ${room} 个空位`,
    en: `${server} has ${sessions} sessions, and the maxconn of the others has room for ${room}`,
  };
}
