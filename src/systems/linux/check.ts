/** For doctor: whether the machine answers, and what this account may not see. */

import type { LookContext, SystemCheck } from '../contract.ts';
import type { LinuxClient } from './client.ts';
import { LinuxFailure } from './failure.ts';
import { sectionsOf } from './read-files.ts';

export async function checkLinux(client: LinuxClient, context: LookContext): Promise<readonly SystemCheck[]> {
  const limit = { timeoutMs: 10_000, signal: context.signal };
  try {
    const [log, files] = await Promise.all([
      client.exec.run('kernel-log', ['1'], limit),
      client.exec.run('read-files', ['@@0123456789:', '/proc/1/io'], limit),
    ]);
    const checks: SystemCheck[] = [{ level: 'ok', text: { 'zh-CN': '可以查看', en: 'can be looked at' } }];
    if (sectionsOf(log.stdout).has('denied'))
      checks.push({
        level: 'warn',
        text: {
          'zh-CN': '当前账号读不到内核日志（OOM、磁盘错误会成为盲区）',
          en: "this account can't read the kernel's log: OOM kills and disk errors stay a blind spot",
        },
      });
    if (!files.stdout.includes('/proc/1/io'))
      checks.push({
        level: 'warn',
        text: {
          'zh-CN': '当前账号看不到其他用户进程打开的文件和读写量',
          en: "this account can't see what other users' processes have open or read and write",
        },
      });
    return checks;
  } catch (error) {
    if (!(error instanceof LinuxFailure)) throw error;
    return [{ level: 'fail', text: { 'zh-CN': `无法查看：${error.message}`, en: error.message } }];
  }
}
