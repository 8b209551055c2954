/** Disconnecting clients, and letting held writes go. */

import { z } from 'zod';
import type { RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { type ClientLine, clientFacts, hostOf, parseClients, printClient } from '../probes/client-lines.ts';
import { numberOf, textOf } from '../reply.ts';
import { redisAction } from './redis-action.ts';

const noInverse = {
  impossible: {
    'zh-CN': '断开的连接无法恢复，客户端一般会自行重连；未完成的命令需由应用重试',
    en: 'a closed connection has no inverse; clients usually reconnect, and what they had not finished they must send again',
  },
};

export const killClient = redisAction({
  name: 'kill-client',
  risk: 'medium',
  arguments: z.strictObject({ id: z.union([z.string().regex(/^\d+$/), z.number().int().positive()]), address: z.string().min(1).max(200) }),
  verifyWithinMs: 5_000,
  summary: (given) => ({
    'zh-CN': `断开客户端 ${given.address}（id ${String(given.id)}）`,
    en: `disconnect client ${given.address} (id ${String(given.id)})`,
  }),
  effect: () => ({ 'zh-CN': '该连接立即断开，其缓冲区随即释放', en: 'that connection closes at once and its buffers are freed' }),
  verification: () => ({ 'zh-CN': 'CLIENT LIST 中不再有该 id', en: 'the id is gone from CLIENT LIST' }),
  async precheck(client, given, limit) {
    const line = await find(client, given.id, limit);
    if (line === null) return { state: 'already', note: { 'zh-CN': '该连接已经不在', en: 'that connection is gone already' } };
    if (line.address !== given.address)
      return {
        state: 'blocked',
        reason: { 'zh-CN': `id ${line.id} 现在属于 ${line.address}`, en: `id ${line.id} belongs to ${line.address} now` },
      };
    if (/[SM]/.test(line.flags))
      return { state: 'blocked', reason: { 'zh-CN': '这是复制链路，不能断开', en: 'this is a replication link and must not be cut' } };
    return { state: 'ready', before: { client: printClient(line) } };
  },
  async isApplied(client, given, _before, limit) {
    return (await find(client, given.id, limit)) === null;
  },
  async apply(client, given, _before, limit) {
    // Both filters must match: an id that has passed to somebody else is left alone.
    const killed = numberOf(await client.call(['CLIENT', 'KILL', 'ID', given.id, 'ADDR', given.address], limit)) ?? 0;
    return { 'zh-CN': `断开了 ${String(killed)} 个连接`, en: `${String(killed)} connection closed` };
  },
  async verify(client, given, _before, limit) {
    const isMet = (await find(client, given.id, limit)) === null;
    return {
      isMet,
      note: isMet ? { 'zh-CN': '连接已断开', en: 'the connection is gone' } : { 'zh-CN': '连接仍在', en: 'the connection is still there' },
    };
  },
  undo: noInverse,
});

export const killIdleClients = redisAction({
  name: 'kill-idle-clients',
  risk: 'medium',
  arguments: z.strictObject({
    by: z.enum(['name', 'address']),
    value: z.string().min(1).max(200),
    idleSeconds: z.number().int().min(1).max(86_400).default(60),
    max: z.number().int().min(1).max(5_000).default(2_000),
  }),
  verifyWithinMs: 10_000,
  timeoutMs: 20_000,
  summary: (given) => ({
    'zh-CN': `断开 ${given.value} 空闲超过 ${String(given.idleSeconds)} 秒的连接（至多 ${String(given.max)} 个）`,
    en: `disconnect connections of ${given.value} that are idle for more than ${String(given.idleSeconds)} s (at most ${String(given.max)})`,
  }),
  effect: () => ({
    'zh-CN': '只断开空闲连接；正在执行、订阅、阻塞等待和复制的连接不动',
    en: 'only idle connections close; those that work, subscribe, wait or replicate stay',
  }),
  verification: () => ({ 'zh-CN': '选中的连接都已不在 CLIENT LIST 中', en: 'the chosen connections are gone from CLIENT LIST' }),
  async precheck(client, given, limit) {
    const chosen = (await list(client, limit)).filter((line) => isChosen(line, given)).slice(0, given.max);
    if (chosen.length === 0) return { state: 'already', note: { 'zh-CN': '没有符合条件的空闲连接', en: 'no idle connection fits' } };
    const note = { 'zh-CN': `将断开 ${String(chosen.length)} 个连接`, en: `${String(chosen.length)} connections will close` };
    return { state: 'ready', before: { ids: chosen.map((line) => line.id), count: chosen.length }, note };
  },
  async isApplied(client, _given, before, limit) {
    return (await remaining(client, before, limit)).length === 0;
  },
  async apply(client, given, before, limit) {
    const chosen = (await remaining(client, before, limit)).filter((line) => isChosen(line, given));
    const answers = await client.callAll(
      chosen.map((line) => ['CLIENT', 'KILL', 'ID', line.id]),
      limit,
    );
    const killed = answers.filter((answer) => numberOf(answer instanceof Error ? null : answer) === 1).length;
    return { 'zh-CN': `断开了 ${String(killed)} 个空闲连接`, en: `${String(killed)} idle connections closed` };
  },
  async verify(client, given, before, limit) {
    const left = (await remaining(client, before, limit)).filter((line) => isChosen(line, given)).length;
    return {
      isMet: left === 0,
      note: { 'zh-CN': `选中的连接剩余 ${String(left)} 个`, en: `${String(left)} of the chosen connections are left` },
    };
  },
  undo: noInverse,
});

export const unpause = redisAction({
  name: 'unpause',
  risk: 'medium',
  arguments: z.strictObject({}),
  verifyWithinMs: 5_000,
  summary: () => ({ 'zh-CN': '解除 CLIENT PAUSE', en: 'end CLIENT PAUSE' }),
  effect: () => ({ 'zh-CN': '被挂起的写命令立即继续执行', en: 'writes that were held back go on at once' }),
  verification: () => ({ 'zh-CN': '不再有被挂起的普通命令', en: 'no plain command is held back any more' }),
  async precheck(client, _given, limit) {
    const held = await heldCount(client, limit);
    if (held === 0) return { state: 'already', note: { 'zh-CN': '没有被挂起的命令', en: 'nothing is held back' } };
    return { state: 'ready', before: { held } };
  },
  async isApplied(client, _given, _before, limit) {
    return (await heldCount(client, limit)) === 0;
  },
  async apply(client, _given, _before, limit) {
    await client.call(['CLIENT', 'UNPAUSE'], limit);
    return { 'zh-CN': '已解除暂停', en: 'the pause is over' };
  },
  async verify(client, _given, _before, limit) {
    const held = await heldCount(client, limit);
    return { isMet: held === 0, note: { 'zh-CN': `仍被挂起的命令 ${String(held)} 个`, en: `${String(held)} commands are still held` } };
  },
  undo: {
    impossible: {
      'zh-CN': '暂停的剩余时长无法得知，不能原样恢复；需要时由人重新执行 CLIENT PAUSE',
      en: 'how long the pause had left is not known, so it cannot be restored; a person may run CLIENT PAUSE again',
    },
  },
});

interface Choice {
  readonly by: 'name' | 'address';
  readonly value: string;
  readonly idleSeconds: number;
}

function isChosen(line: ClientLine, choice: Choice): boolean {
  const who = choice.by === 'name' ? line.name : hostOf(line.address);
  const isPlain = line.name !== 'zhiban' && !/[SMObx]/.test(line.flags) && line.subscriptions === 0;
  // An unnamed group is meant: a client that says its name is somebody else.
  const isOfGroup = who === choice.value && (choice.by === 'name' || line.name === '');
  return isOfGroup && isPlain && line.idleSeconds >= choice.idleSeconds;
}

async function list(client: RedisClient, limit: RedisLimit): Promise<readonly ClientLine[]> {
  return parseClients(textOf(await client.call(['CLIENT', 'LIST'], limit)));
}

async function find(client: RedisClient, id: string | number, limit: RedisLimit): Promise<ClientLine | null> {
  return (await list(client, limit)).find((line) => line.id === String(id)) ?? null;
}

async function remaining(
  client: RedisClient,
  before: Readonly<Record<string, unknown>>,
  limit: RedisLimit,
): Promise<readonly ClientLine[]> {
  const ids = new Set(Array.isArray(before.ids) ? before.ids.map(String) : []);
  return (await list(client, limit)).filter((line) => ids.has(line.id));
}

async function heldCount(client: RedisClient, limit: RedisLimit): Promise<number> {
  return Number(clientFacts(await list(client, limit), 60)['clients.held'] ?? 0);
}
