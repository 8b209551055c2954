/** For doctor: does it answer, and may the account ask it. */

import type { LookContext, SystemCheck } from '../contract.ts';
import { LinuxFailure } from '../linux/failure.ts';
import { sectionsOf } from '../linux/read-files.ts';
import type { ContainerdClient } from './client.ts';

export async function checkContainerd(client: ContainerdClient, context: LookContext): Promise<readonly SystemCheck[]> {
  try {
    const answer = await client.ask('containerd-server', [], context, { timeoutMs: 15_000, signal: context.signal });
    const names = (sectionsOf(answer).get('namespaces') ?? '').split('\n').filter((name) => name !== '');
    const missing = client.namespaces.filter((name) => !names.includes(name));
    return [
      { level: 'ok', text: { 'zh-CN': `可以查看，共 ${names.length} 个命名空间`, en: `can be looked at, ${names.length} namespaces` } },
      ...missing.map(
        (name): SystemCheck => ({
          level: 'warn',
          text: { 'zh-CN': `没有命名空间 ${name}`, en: `there is no namespace ${name}` },
        }),
      ),
    ];
  } catch (error) {
    if (!(error instanceof LinuxFailure)) throw error;
    return [{ level: 'fail', text: { 'zh-CN': `无法查看：${error.message}`, en: error.message } }];
  }
}
