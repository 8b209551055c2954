/** For doctor: memcached knows no rights, so what can be narrowed is who gets in, and what anyone may do. */

import type { LookContext, SystemCheck } from '../contract.ts';
import { SessionFailure } from '../session/failure.ts';
import type { MemcachedClient, Stats } from './client.ts';
import { settingFacts } from './probes/settings.ts';

export async function checkMemcached(client: MemcachedClient, context: LookContext): Promise<readonly SystemCheck[]> {
  try {
    return checksOf(await client.stats('settings', { timeoutMs: 3_000, signal: context.signal }));
  } catch (error) {
    if (!(error instanceof SessionFailure)) throw error;
    return [{ level: 'fail', text: { 'zh-CN': `无法使用：${error.message}`, en: error.message } }];
  }
}

/** Pure: `stats settings` in. */
export function checksOf(settings: Stats): readonly SystemCheck[] {
  const facts = settingFacts(settings);
  const isOpen = !/^(127\.|localhost|::1)/.test(String(facts['settings.listens']));
  const checks: SystemCheck[] = [];
  if (facts['settings.isUdpOpen'] === true)
    checks.push(
      warn('UDP 端口开放，可被用于放大攻击：以 -U 0 关闭', 'the UDP port is open and can be misused for amplification: -U 0 turns it off'),
    );
  if (isOpen && facts['settings.isLoginAsked'] === false)
    checks.push(
      warn(
        '任何能连上的人都可以读写和清空：用 --auth-file 或防火墙限制来源',
        'whoever can connect may read, write and flush: restrict it with --auth-file or a firewall',
      ),
    );
  if (isOpen && facts['settings.canFlush'] === true)
    checks.push(warn('允许 flush_all：以 -F 启动可禁止', 'flush_all is allowed: -F at the start forbids it'));
  return checks.length === 0
    ? [{ level: 'ok', text: { 'zh-CN': '可以连接，查看权限完整', en: 'reachable, with every right to look' } }]
    : checks;
}

function warn(chinese: string, english: string): SystemCheck {
  return { level: 'warn', text: { 'zh-CN': chinese, en: english } };
}
