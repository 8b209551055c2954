/** Is it there, who is it, does it answer; the one probe that says whether Redis can be reached at all. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import type { RedisFailure } from '../failure.ts';
import { infoNumber, infoText, readInfo, sectionText } from '../info.ts';
import { listOf, numberOf } from '../reply.ts';
import { askPing, redisProbe } from './redis-probe.ts';

export const serverProbe = redisProbe({
  name: 'server',
  summary: { 'zh-CN': '连通性、版本、运行时长与角色', en: 'reachability, version, uptime and role' },
  parameters: z.strictObject({}),
  timeoutMs: 8_000,
  cost: 'cheap',
  hints: 'redis|down|unreachable|hang|不可用|连不上|挂了|超时',
  query: 'PING; INFO server',
  async see(client, _given, context, limit) {
    const startedMs = context.clock.now();
    await askPing(client, { ...limit, timeoutMs: 2_500 });
    const pingMs = context.clock.now() - startedMs;
    const info = await readInfo(client, limit);
    const time = listOf(await client.call(['TIME'], limit));
    const serverMs = (numberOf(time[0]) ?? 0) * 1_000 + (numberOf(time[1]) ?? 0) / 1_000;
    const version = infoText(info, 'redis_version');
    const uptimeSeconds = infoNumber(info, 'uptime_in_seconds') ?? 0;
    const role = infoText(info, 'role');
    return {
      headline: {
        'zh-CN': `Redis ${version}，角色 ${role}，已运行 ${String(uptimeSeconds)} 秒，响应 ${String(pingMs)} ms`,
        en: `Redis ${version}, ${role}, up ${String(uptimeSeconds)} s, answers in ${String(pingMs)} ms`,
      },
      facts: {
        'reach.isOk': true,
        'reach.problem': 'none',
        'reach.stage': 'done',
        'server.isAnswering': true,
        'server.isPausedForAll': false,
        'server.isBusy': false,
        'server.version': version,
        'server.mode': infoText(info, 'redis_mode'),
        'server.role': role,
        'server.uptimeSeconds': uptimeSeconds,
        'server.pingMs': pingMs,
        'server.processId': infoNumber(info, 'process_id'),
        'server.port': infoNumber(info, 'tcp_port'),
        'server.clockSkewSeconds': Math.round(Math.abs(serverMs - context.clock.now()) / 1_000),
        'server.configFile': infoText(info, 'config_file'),
        'persistence.isLoading': infoText(info, 'loading') === '1',
      },
      text: sectionText(info, ['server']),
    };
  },
  onFailure: explainSilence,
});

/** Tells a server that is paused (its event loop runs, commands are held back) from one that is stopped or stuck. */
async function explainSilence(client: RedisClient, failure: RedisFailure, limit: RedisLimit): Promise<Facts> {
  if (failure.problem === 'loading') return { 'persistence.isLoading': true, 'server.isAnswering': true };
  if (failure.problem === 'busy') return { 'server.isBusy': true, 'server.isAnswering': true };
  if (failure.problem !== 'hung') return { 'server.isAnswering': false };
  const answer = await client.knock({ timeoutMs: 1_500, signal: limit.signal });
  const isAlive = answer.outcome === 'answered';
  return {
    'reach.isOk': false,
    'reach.problem': 'hung',
    'reach.stage': failure.stage,
    'reach.reason': failure.message,
    'server.isAnswering': false,
    'server.isPausedForAll': isAlive && /wrong number of arg/i.test(answer.line),
    'server.isBusy': isAlive && /^-BUSY/.test(answer.line),
  };
}
