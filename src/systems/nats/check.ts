/** For doctor: can it be reached at both doors, and who may do what. */

import type { LookContext, SystemCheck } from '../contract.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import { anyAnswer } from './actions/jetstream.ts';
import { varzForm } from './answers.ts';
import type { NatsClient, Newcomers } from './client.ts';

export async function checkNats(client: NatsClient, context: LookContext): Promise<readonly SystemCheck[]> {
  const limit = { timeoutMs: 3_000, signal: context.signal };
  try {
    const varz = await client.page('/varz', varzForm, limit);
    const silent: string[] = [];
    for (const at of client.addresses.slice(1)) if (!(await answers(client, at, limit))) silent.push(new URL(at).host);
    const newcomers = await client.newcomers(limit);
    const refusal = newcomers === 'answered' && context.entry.actionsEnabled ? await refusalOfApi(client, limit) : '';
    return checksOf({
      newcomers,
      silent,
      refusal,
      actionsEnabled: context.entry.actionsEnabled,
      asksForLogin: varz.auth_required,
      hasLogin: client.hasLogin,
      isClusterWithoutPeers: (varz.cluster?.urls?.length ?? 0) > 0 && client.addresses.length === 1,
    });
  } catch (error) {
    if (!(error instanceof SessionFailure)) throw error;
    return [{ level: 'fail', text: { 'zh-CN': `无法使用：${error.message}`, en: error.message } }];
  }
}

async function answers(client: NatsClient, at: string, limit: SessionLimit): Promise<boolean> {
  try {
    await client.page('/varz', varzForm, limit, at);
    return true;
  } catch (error) {
    if (error instanceof SessionFailure && error.problem !== 'stopped') return false;
    throw error;
  }
}

/** Why the JetStream API does not answer this login; empty when it does. */
async function refusalOfApi(client: NatsClient, limit: SessionLimit): Promise<string> {
  try {
    await client.api('INFO', null, anyAnswer, limit);
    return '';
  } catch (error) {
    if (error instanceof SessionFailure && error.problem !== 'stopped') return error.message;
    throw error;
  }
}

export interface Seen {
  readonly newcomers: Newcomers;
  /** Servers of `peers` that do not answer. */
  readonly silent: readonly string[];
  readonly refusal: string;
  readonly actionsEnabled: boolean;
  readonly asksForLogin: boolean;
  readonly hasLogin: boolean;
  readonly isClusterWithoutPeers: boolean;
}

/** Pure. */
export function checksOf(seen: Seen): readonly SystemCheck[] {
  const checks: SystemCheck[] = [];
  if (seen.newcomers === 'auth') checks.push(warn('登录被拒绝：核对凭据', 'the login is refused: check the credentials'));
  else if (seen.newcomers !== 'answered')
    checks.push(
      warn(`监控端口可用，但客户端端口不接纳（${seen.newcomers}）`, `it can be looked at, but takes no clients (${seen.newcomers})`),
    );
  if (seen.silent.length > 0)
    checks.push(warn(`peers 中不应答：${seen.silent.join('、')}`, `of its peers these do not answer: ${seen.silent.join(', ')}`));
  if (seen.isClusterWithoutPeers)
    checks.push(
      warn(
        '属于集群，但没有配置 peers：其他服务器上的流会成为盲区',
        'it belongs to a cluster, but no peers are named: streams that only other servers keep stay a blind spot',
      ),
    );
  if (!seen.asksForLogin)
    checks.push(
      warn('没有启用认证：能连上就能收发和改动一切', 'it asks for no login: whoever can connect may read, write and change everything'),
    );
  if (seen.asksForLogin && !seen.hasLogin)
    checks.push(
      warn(
        '没有配置登录：只能查看，账户限额看不到，方案无法执行',
        'no login is configured: it can be looked at, but limits of accounts are not seen, and plans cannot be done',
      ),
    );
  if (seen.refusal !== '' && (seen.hasLogin || !seen.asksForLogin))
    checks.push(warn(`JetStream API 不应答该账号：${seen.refusal}`, `the JetStream API does not answer this login: ${seen.refusal}`));
  return checks.length === 0 ? [{ level: 'ok', text: { 'zh-CN': '监控端口与客户端端口均可用', en: 'both doors can be used' } }] : checks;
}

function warn(chinese: string, english: string): SystemCheck {
  return { level: 'warn', text: { 'zh-CN': chinese, en: english } };
}
