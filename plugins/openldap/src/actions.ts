/** What may be changed, and only in cn=config: both changes are one attribute, and both have an exact inverse. */

import { type Action, type ActionArguments, type Before, type Precheck, SystemError, z } from 'zhiban/plugin';
import type { LdapClient } from './client.ts';
import { failureOf, LdapError } from './failure.ts';
import { globalOf, readSettings, requireDatabase } from './settings.ts';

const timeoutMs = 10_000;

/** Directories close nothing by themselves: clients that forget their connections fill the table in the end. */
export const setIdleTimeout: Action<LdapClient> = {
  name: 'set-idle-timeout',
  risk: 'low',
  arguments: z.strictObject({ seconds: z.number().int().min(0).max(86_400) }),
  verifyWithinMs: 5_000,
  timeoutMs,
  summary: ({ seconds }) => ({ en: `close connections that are idle for ${seconds} s`, 'zh-CN': `空闲 ${seconds} 秒的连接将被关闭` }),
  effect: () => ({
    en: 'Idle clients lose their connection and open another one when they need it; operations that run are not touched',
    'zh-CN': '空闲客户端的连接会被断开，需要时重新连接；正在执行的操作不受影响',
  }),
  verification: ({ seconds }) => ({ en: `olcIdleTimeout is ${seconds}`, 'zh-CN': `olcIdleTimeout 为 ${seconds}` }),
  async precheck(client, given, { signal }): Promise<Precheck> {
    const before = await idleTimeout(client, signal);
    if (before === String(given.seconds)) return { state: 'already', note: { en: 'it is set so', 'zh-CN': '已是该值' } };
    return { state: 'ready', before: { value: before } };
  },
  isApplied: async (client, given, _before, { signal }) => (await idleTimeout(client, signal)) === String(given.seconds),
  async apply(client, given, _before, { signal }) {
    await change(client, 'cn=config', 'olcIdleTimeout', [String(given.seconds)], signal);
    return { en: `olcIdleTimeout is ${given.seconds} now`, 'zh-CN': `olcIdleTimeout 已设为 ${given.seconds}` };
  },
  async verify(client, given, _before, { signal }) {
    const now = await idleTimeout(client, signal);
    return {
      isMet: now === String(given.seconds),
      note: { en: `olcIdleTimeout is ${now ?? 'unset'}`, 'zh-CN': `olcIdleTimeout 为 ${now ?? '未设置'}` },
    };
  },
  undo: {
    summary: () => ({ en: 'set olcIdleTimeout as it was', 'zh-CN': '恢复原来的 olcIdleTimeout' }),
    async apply(client, _given, before, { signal }) {
      const value = keptValue(before);
      await change(client, 'cn=config', 'olcIdleTimeout', value === null ? [] : [value], signal);
      return { en: `olcIdleTimeout is ${value ?? 'unset'} again`, 'zh-CN': `olcIdleTimeout 已恢复为 ${value ?? '未设置'}` };
    },
    present: async (client, _given, _before, { signal }) => ({ value: await idleTimeout(client, signal) }),
  },
};

export const allowWrites: Action<LdapClient> = {
  name: 'allow-writes',
  risk: 'medium',
  arguments: z.strictObject({ suffix: z.string().min(3).max(500) }),
  verifyWithinMs: 5_000,
  timeoutMs,
  summary: ({ suffix }) => ({ en: `let ${suffix} take writes`, 'zh-CN': `允许写入 ${suffix}` }),
  effect: ({ suffix }) => ({
    en: `Clients may change ${suffix} at once; if it was closed for maintenance, that is over`,
    'zh-CN': `客户端可立即修改 ${suffix}；如果它是为维护而设为只读，维护即告结束`,
  }),
  verification: () => ({ en: 'olcReadOnly is FALSE', 'zh-CN': 'olcReadOnly 为 FALSE' }),
  async precheck(client, given, { signal }): Promise<Precheck> {
    const before = await readOnly(client, given, signal);
    if (before !== 'TRUE') return { state: 'already', note: { en: 'it takes writes', 'zh-CN': '已可写入' } };
    return { state: 'ready', before: { value: before } };
  },
  isApplied: async (client, given, _before, { signal }) => (await readOnly(client, given, signal)) !== 'TRUE',
  async apply(client, given, _before, { signal }) {
    await setReadOnly(client, given, 'FALSE', signal);
    return { en: `${given.suffix} takes writes`, 'zh-CN': `${given.suffix} 已可写入` };
  },
  async verify(client, given, _before, { signal }) {
    const now = await readOnly(client, given, signal);
    return { isMet: now !== 'TRUE', note: { en: `olcReadOnly is ${now ?? 'unset'}`, 'zh-CN': `olcReadOnly 为 ${now ?? '未设置'}` } };
  },
  undo: {
    summary: ({ suffix }) => ({ en: `close ${suffix} for writes again`, 'zh-CN': `重新将 ${suffix} 设为只读` }),
    async apply(client, given, before, { signal }) {
      await setReadOnly(client, given, keptValue(before) ?? 'FALSE', signal);
      return {
        en: `olcReadOnly is ${keptValue(before) ?? 'FALSE'} again`,
        'zh-CN': `olcReadOnly 已恢复为 ${keptValue(before) ?? 'FALSE'}`,
      };
    },
    present: async (client, given, _before, { signal }) => ({ value: await readOnly(client, given, signal) }),
  },
};

export const openldapActions: readonly Action<LdapClient>[] = [setIdleTimeout, allowWrites];

async function idleTimeout(client: LdapClient, signal: AbortSignal): Promise<string | null> {
  return told(async () => globalOf(await readSettings(client, signal))?.attributes.get('olcidletimeout')?.[0] ?? null);
}

async function readOnly(client: LdapClient, { suffix }: ActionArguments, signal: AbortSignal): Promise<string | null> {
  return told(async () => (await requireDatabase(client, String(suffix), signal)).attributes.get('olcreadonly')?.[0] ?? null);
}

async function setReadOnly(client: LdapClient, { suffix }: ActionArguments, value: string, signal: AbortSignal): Promise<void> {
  const { dn } = await told(() => requireDatabase(client, String(suffix), signal));
  await change(client, dn, 'olcReadOnly', [value], signal);
}

async function change(client: LdapClient, dn: string, attribute: string, values: readonly string[], signal: AbortSignal): Promise<void> {
  await told(() => client.replace(dn, attribute, values, signal));
}

function keptValue(before: Before): string | null {
  return typeof before.value === 'string' ? before.value : null;
}

/** What the server refuses won't be better the next time; a lost connection may be. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SystemError) throw error;
    throw new SystemError(failureOf(error).reason, { retry: error instanceof LdapError ? 'never' : 'later', cause: error });
  }
}
