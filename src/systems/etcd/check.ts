/** For doctor: can it be reached, is anybody asked who they are, and may our user do more than look. */

import { z } from 'zod';
import type { LookContext, SystemCheck } from '../contract.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import { anyAnswer, statusAnswer } from './answers.ts';
import type { EtcdClient } from './client.ts';

const userAnswer = z.looseObject({ roles: z.array(z.string()).default([]) });
const roleAnswer = z.looseObject({ perm: z.array(z.looseObject({ permType: z.string().default('READ') })).default([]) });

export async function checkEtcd(client: EtcdClient, context: LookContext): Promise<readonly SystemCheck[]> {
  const limit = { timeoutMs: 3_000, signal: context.signal };
  try {
    await client.call('/v3/maintenance/status', {}, statusAnswer, limit);
    const checks = [...(await checkMetrics(client, limit)), ...(await checkRights(client, context, limit))];
    if (checks.length > 0) return checks;
    return [
      { level: 'ok', text: { 'zh-CN': '可以连接，查看权限完整，没有写权限', en: 'reachable, with every right to look and none to write' } },
    ];
  } catch (error) {
    if (!(error instanceof SessionFailure)) throw error;
    return [{ level: 'fail', text: { 'zh-CN': `无法使用：${error.message}`, en: error.message } }];
  }
}

async function checkMetrics(client: EtcdClient, limit: SessionLimit): Promise<readonly SystemCheck[]> {
  try {
    await client.metrics(limit);
    return [];
  } catch (error) {
    if (!(error instanceof SessionFailure)) throw error;
    return [
      warn(
        '读不到 /metrics（用 metricsUrl 指明）：磁盘、选举与空间会成为盲区',
        '/metrics cannot be read (name it by metricsUrl): disk, elections and space stay blind spots',
      ),
    ];
  }
}

async function checkRights(client: EtcdClient, context: LookContext, limit: SessionLimit): Promise<readonly SystemCheck[]> {
  if (!(await isLoginAsked(client, limit))) {
    if (client.username !== null)
      return [warn('集群没有启用认证，配置的用户不起作用', 'authentication is off, and the configured user has no effect')];
    return client.url.protocol === 'http:'
      ? [
          warn(
            '没有启用认证和 TLS：任何能连上的人都可以读写全部数据',
            'neither authentication nor TLS is on: whoever can connect may read and write everything',
          ),
        ]
      : [warn('没有启用认证：能连上就可以读写全部数据', 'authentication is off: whoever can connect may read and write everything')];
  }
  if (client.username === null) return [];
  const { roles } = await client.call('/v3/auth/user/get', { name: client.username }, userAnswer, limit);
  const isRoot = roles.includes('root');
  const checks: SystemCheck[] = [];
  if (isRoot && !context.entry.actionsEnabled)
    checks.push(
      warn('账号是 root，只查看时权限过大：按指南收窄', 'the account is root, too much for looking: narrow it as the guide says'),
    );
  if (!isRoot && context.entry.actionsEnabled)
    checks.push(
      warn(
        '账号不是 root：碎片整理与移交 leader 的方案会被拒绝',
        'the account is not root: plans that defragment or move the leader will be refused',
      ),
    );
  if (!isRoot && (await mayWrite(client, roles, limit)))
    checks.push(warn('账号可以写入数据：收回写权限', 'the account can write data: narrow it'));
  return checks;
}

/** A login without a name is refused for its name, or because nobody logs in here. */
async function isLoginAsked(client: EtcdClient, limit: SessionLimit): Promise<boolean> {
  try {
    await client.call('/v3/auth/authenticate', { name: '', password: '' }, anyAnswer, limit);
    return true;
  } catch (error) {
    if (!(error instanceof SessionFailure)) throw error;
    return !/not enabled/.test(error.message);
  }
}

async function mayWrite(client: EtcdClient, roles: readonly string[], limit: SessionLimit): Promise<boolean> {
  for (const role of roles.slice(0, 10)) {
    const { perm } = await client.call('/v3/auth/role/get', { role }, roleAnswer, limit);
    if (perm.some(({ permType }) => /WRITE/.test(permType))) return true;
  }
  return false;
}

function warn(chinese: string, english: string): SystemCheck {
  return { level: 'warn', text: { 'zh-CN': chinese, en: english } };
}
