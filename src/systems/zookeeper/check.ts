/** For doctor: can it be reached, and which four-letter words does it keep from us. */

import type { LookContext, SystemCheck } from '../contract.ts';
import { SessionFailure } from '../session/failure.ts';
import { isNotServing, type Word, type ZookeeperClient } from './client.ts';

const needed: readonly Word[] = ['mntr', 'conf', 'cons', 'wchs', 'isro', 'dirs', 'envi'];

export async function checkZookeeper(client: ZookeeperClient, context: LookContext): Promise<readonly SystemCheck[]> {
  const limit = { timeoutMs: 3_000, signal: context.signal };
  try {
    const isServing = !isNotServing(await client.say('srvr', limit));
    const missing: Word[] = [];
    for (const word of needed) if ((await client.sayIfAllowed(word, limit)) === null) missing.push(word);
    const checks: SystemCheck[] = [];
    if (!isServing) checks.push(warn('在运行，但没有多数派，不提供服务', 'it runs, but has no quorum and does not serve'));
    if (missing.length > 0)
      checks.push(
        warn(
          `不允许 ${missing.join('、')}，相应检查会成为盲区：加入 4lw.commands.whitelist`,
          `it does not allow ${missing.join(', ')}; what they show stays a blind spot: add them to 4lw.commands.whitelist`,
        ),
      );
    return checks.length === 0
      ? [{ level: 'ok', text: { 'zh-CN': '可以连接，查看权限完整', en: 'reachable, with every right to look' } }]
      : checks;
  } catch (error) {
    if (!(error instanceof SessionFailure)) throw error;
    return [{ level: 'fail', text: { 'zh-CN': `无法使用：${error.message}`, en: error.message } }];
  }
}

function warn(chinese: string, english: string): SystemCheck {
  return { level: 'warn', text: { 'zh-CN': chinese, en: english } };
}
