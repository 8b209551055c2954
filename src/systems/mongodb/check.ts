/** For doctor: can it be reached, and may our user do more than look. */

import type { LookContext, SystemCheck } from '../contract.ts';
import { SessionFailure } from '../session/failure.ts';
import type { MongodbClient } from './client.ts';
import { listAt, textAt } from './values.ts';

export async function checkMongodb(client: MongodbClient, context: LookContext): Promise<readonly SystemCheck[]> {
  const limit = { timeoutMs: 3_000, signal: context.signal };
  try {
    await client.command('admin', { hello: 1 }, limit);
    const status = await client.optional('admin', { connectionStatus: 1, showPrivileges: false }, limit);
    const roles = listAt(status, 'authInfo', 'authenticatedUserRoles').map((role) => `${textAt(role, 'role')}@${textAt(role, 'db')}`);
    const canLook = (await client.optional('admin', { serverStatus: 1, metrics: 0, locks: 0 }, limit)) !== null;
    return checksOf({ hasLogin: client.hasLogin, roles, canLook, actionsEnabled: context.entry.actionsEnabled });
  } catch (error) {
    if (!(error instanceof SessionFailure)) throw error;
    return [{ level: 'fail', text: { 'zh-CN': `无法使用：${error.message}`, en: error.message } }];
  }
}

export interface Rights {
  readonly hasLogin: boolean;
  /** `clusterMonitor@admin` */
  readonly roles: readonly string[];
  readonly canLook: boolean;
  readonly actionsEnabled: boolean;
}

/** Pure. */
export function checksOf({ hasLogin, roles, canLook, actionsEnabled }: Rights): readonly SystemCheck[] {
  const checks: SystemCheck[] = [];
  if (!hasLogin && canLook)
    checks.push(
      warn(
        '没有登录也能查看：服务器没有启用访问控制，任何能连上的人都可以读写',
        'it can be looked at without a login: access control is off, and whoever can connect may read and write',
      ),
    );
  if (!canLook)
    checks.push(
      warn(
        '账号不能执行 serverStatus：授予 clusterMonitor',
        'the account may not run serverStatus, or the server has none: grant clusterMonitor',
      ),
    );
  const wide = roles.filter((role) =>
    /^(root|readWrite|readWriteAnyDatabase|dbOwner|__system|userAdmin\w*|dbAdminAnyDatabase)@/.test(role),
  );
  if (wide.length > 0)
    checks.push(
      warn(
        `账号权限过大（${wide.join('、')}）：按指南收窄`,
        `the account may do too much (${wide.join(', ')}): narrow it as the guide says`,
      ),
    );
  if (hasLogin && actionsEnabled && !roles.some((role) => /^(zhiban\w*|hostManager|clusterManager|clusterAdmin|root)@/.test(role)))
    checks.push(
      warn(
        '账号没有 killop 等权限：方案可以提出，但执行会被拒绝',
        'the account lacks rights such as killop: plans can be proposed, and will be refused',
      ),
    );
  return checks.length === 0
    ? [{ level: 'ok', text: { 'zh-CN': '可以连接，权限与用途相符', en: 'reachable, with the rights that it needs and no more' } }]
    : checks;
}

function warn(chinese: string, english: string): SystemCheck {
  return { level: 'warn', text: { 'zh-CN': chinese, en: english } };
}
