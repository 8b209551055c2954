/** For doctor: an account that may do more than it needs, and sentinels that could not carry a failover. */

import type { LookContext, SystemCheck } from '../contract.ts';
import type { RedisClient } from './client.ts';
import type { RedisLimit } from './connection.ts';
import { sentinelFacts } from './probes/sentinel-facts.ts';
import { askAll } from './probes/sentinels.ts';
import { listOf, textOf } from './reply.ts';

export async function checkCompany(client: RedisClient, context: LookContext, limit: RedisLimit): Promise<readonly SystemCheck[]> {
  return [...(await checkRights(client, context, limit)), ...(await checkSentinels(client, limit))];
}

/** Only said of an entry that is not to be changed, and of an account of its own: the default user is everybody's. */
async function checkRights(client: RedisClient, context: LookContext, limit: RedisLimit): Promise<readonly SystemCheck[]> {
  if (context.entry.actionsEnabled) return [];
  const user = textOf(await client.call(['ACL', 'WHOAMI'], limit).catch(() => ''));
  const rules = listOf(await client.call(['ACL', 'LIST'], limit).catch(() => null)).map(textOf);
  const own = rules.find((rule) => rule.startsWith(`user ${user} `)) ?? '';
  return mayWrite(own) ? [tooWide(user)] : [];
}

/** Pure: whether an ACL rule grants writing, by the categories that do; single commands are not weighed. */
export function mayWrite(rule: string): boolean {
  const words = rule.split(' ');
  const from = words.findLastIndex((word) => word === '-@all' || word === 'nocommands');
  return words.slice(from + 1).some((word) => ['+@all', 'allcommands', '+@write', '+@admin', '+@dangerous'].includes(word));
}

function tooWide(user: string): SystemCheck {
  return {
    level: 'warn',
    text: {
      'zh-CN': `账号 ${user} 能写入，而该系统只用于查看：请按指南收窄它的 ACL`,
      en: `the account ${user} can write although nothing is to be changed here: narrow its ACL as the guide shows`,
    },
  };
}

async function checkSentinels(client: RedisClient, limit: RedisLimit): Promise<readonly SystemCheck[]> {
  const { sentinels, masterName } = client.declared;
  if (sentinels.length === 0) return [];
  const facts = sentinelFacts(masterName, await askAll(client, sentinels, masterName, limit));
  const checks: SystemCheck[] = [];
  if (Number(facts['sentinels.unreachable']) > 0) {
    const [address, problem] = [String(facts['sentinels.firstUnreachable']), String(facts['sentinels.firstUnreachableProblem'])];
    checks.push({
      level: 'warn',
      text: { 'zh-CN': `哨兵 ${address} 不可达（${problem}）`, en: `sentinel ${address} cannot be reached (${problem})` },
    });
  }
  if (facts['sentinels.hasQuorum'] === false) {
    const said = String(facts['sentinels.quorumText']);
    checks.push({ level: 'warn', text: { 'zh-CN': `哨兵票数不足，无法切换：${said}`, en: `the sentinels could not fail over: ${said}` } });
  }
  return checks;
}
