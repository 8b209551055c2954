/** For doctor: does it answer, and can these credentials do more than look. */

import type { LookContext, SystemCheck } from '../contract.ts';
import type { SnmpClient } from './client.ts';
import { SnmpFailure } from './failure.ts';

const sysName = '1.3.6.1.2.1.1.5.0';

export async function checkSnmp(client: SnmpClient, context: LookContext): Promise<readonly SystemCheck[]> {
  const limit = { timeoutMs: 4_500, signal: context.signal };
  try {
    const name = String((await client.get([sysName], limit)).get(sysName) ?? client.entry.address);
    const checks: SystemCheck[] = [{ level: 'ok', text: { 'zh-CN': `可以查看：${name}`, en: `can be looked at: ${name}` } }];
    // An agent may pass over in silence what it refuses: then it is not writable either.
    const mayWrite = await client.mayWrite(limit).catch((error: unknown) => {
      if (error instanceof SnmpFailure) return false;
      throw error;
    });
    if (mayWrite)
      checks.push({
        level: 'warn',
        text: {
          'zh-CN': '这个团体名或用户可以写入设备：请换成只读的（rocommunity、rouser）',
          en: 'this community or user can write to the device: use a read-only one (rocommunity, rouser)',
        },
      });
    return checks;
  } catch (error) {
    if (!(error instanceof SnmpFailure)) throw error;
    return [{ level: 'fail', text: { 'zh-CN': `无法查看：${error.message}`, en: error.message } }];
  }
}
