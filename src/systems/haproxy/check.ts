/** For doctor: is it reachable, what level has the socket, and is that more than is needed. */

import type { LookContext, SystemCheck } from '../contract.ts';
import type { HaproxyClient } from './client.ts';
import { failedLook } from './failure.ts';

export async function checkHaproxy(client: HaproxyClient, context: LookContext): Promise<readonly SystemCheck[]> {
  const limit = { timeoutMs: 5_000, signal: context.signal };
  const { socket, actionsEnabled } = client.entry;
  try {
    const rows = await client.stat(limit);
    const servers = rows.filter(({ type }) => type === 'server').length;
    const fine: SystemCheck = {
      level: 'ok',
      text: { 'zh-CN': `可以查看，共 ${servers} 台后端服务器`, en: `can be looked at, ${servers} servers` },
    };
    if (socket === undefined)
      return [
        fine,
        warn(
          '没有配置 socket：进程上限、会话表等是盲区，也不能执行操作',
          "there is no 'socket': limits of the process and stick tables stay blind spots, and nothing can be changed",
        ),
      ];
    const level = await levelOf(client, limit);
    const checks: SystemCheck[] = [fine];
    if (level === 'admin' && !actionsEnabled)
      checks.push(
        warn(
          '该 socket 为 admin 级别，可以修改配置，而 actionsEnabled 为 false：请改用 level operator',
          'this stats socket is admin level: it can change things, while actionsEnabled is false. Use level operator',
        ),
      );
    if (level === 'admin' && !socket.startsWith('/'))
      checks.push(
        warn(
          'admin 级别的 socket 经 TCP 开放，没有认证：能连上该端口的人都能修改，请只绑定回环或加防火墙',
          'an admin level socket is open over TCP without a login: whoever reaches that port can change things. Bind it to loopback, or fence it',
        ),
      );
    if (level !== 'admin' && level !== '' && actionsEnabled)
      checks.push(warn(`该 socket 为 ${level} 级别：操作都会被拒绝`, `this stats socket is ${level} level: every action will be refused`));
    return checks;
  } catch (error) {
    const failed = failedLook(error, 'show stat');
    if (failed === null) throw error;
    return [{ level: 'fail', text: failed.headline }];
  }
}

/** `admin`, `operator` or `user`; empty where this version does not say. */
export async function levelOf(client: HaproxyClient, limit: { timeoutMs: number; signal: AbortSignal }): Promise<string> {
  try {
    return /\b(admin|operator|user)\b/.exec(await client.command('show cli level', limit))?.[1] ?? '';
  } catch (error) {
    if (failedLook(error, 'show cli level')?.status === 'denied') return '';
    throw error;
  }
}

function warn(chinese: string, english: string): SystemCheck {
  return { level: 'warn', text: { 'zh-CN': chinese, en: english } };
}
