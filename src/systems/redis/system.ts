/** Redis, and what speaks its protocol (Valkey, KeyDB): one entry is one server. */

import type { SystemCheck, SystemKind } from '../contract.ts';
import { redisActions } from './actions.ts';
import { checkCompany } from './check-company.ts';
import { createRedisClient, type RedisClient } from './client.ts';
import { redisCommands } from './commands.ts';
import { type RedisEntry, redisEntry } from './entry.ts';
import { RedisFailure } from './failure.ts';
import { redisProbes } from './probes.ts';
import { redisSignatures } from './signatures.ts';

export const redisKind: SystemKind<RedisClient, RedisEntry> = {
  kind: 'redis',
  title: { 'zh-CN': 'Redis', en: 'Redis' },
  entry: redisEntry,
  connect: createRedisClient,
  probes: redisProbes,
  signatures: redisSignatures,
  actions: redisActions,
  commands: redisCommands,
  async check(client, context) {
    const limit = { timeoutMs: 3_000, signal: context.signal };
    try {
      await client.call(['PING'], limit);
    } catch (error) {
      if (!(error instanceof RedisFailure)) throw error;
      return [{ level: 'fail', text: { 'zh-CN': `无法使用：${error.message}`, en: error.message } }];
    }
    const needed = ['INFO', 'CONFIG', 'CLIENT', 'SLOWLOG', 'MEMORY', 'LATENCY', 'ACL', 'SCAN'];
    const answers = await client.callAll(
      needed.map((name) => [name, ...lookOf(name)]),
      limit,
    );
    const refused = needed.filter((_, index) => {
      const answer = answers[index];
      return answer instanceof RedisFailure && answer.problem === 'no-permission';
    });
    return [...(refused.length === 0 ? [reachable] : refused.map(missingRight)), ...(await checkCompany(client, context, limit))];
  },
};

const reachable: SystemCheck = { level: 'ok', text: { 'zh-CN': '可以连接，查看权限完整', en: 'reachable, with every right to look' } };

function missingRight(command: string): SystemCheck {
  return {
    level: 'warn',
    text: {
      'zh-CN': `当前账号不能执行 ${command}，相应检查会成为盲区`,
      en: `the account may not run ${command}; what it shows stays a blind spot`,
    },
  };
}

function lookOf(name: string): readonly string[] {
  const looks: Readonly<Record<string, readonly string[]>> = {
    INFO: ['server'],
    CONFIG: ['GET', 'maxmemory'],
    CLIENT: ['LIST'],
    SLOWLOG: ['LEN'],
    MEMORY: ['STATS'],
    LATENCY: ['LATEST'],
    ACL: ['WHOAMI'],
    SCAN: ['0', 'COUNT', '1'],
  };
  return looks[name] ?? [];
}
