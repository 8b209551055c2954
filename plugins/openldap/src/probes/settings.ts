/** The settings that decide how incidents go: idle timeout, threads, and when a database was last changed. */

import type { LdapClient } from '../client.ts';
import type { DirectoryEntry } from '../messages.ts';
import { globalOf, readSettings } from '../settings.ts';
import { ldapProbe, numberIn } from './ldap-probe.ts';

export const settingsProbe = ldapProbe({
  name: 'settings',
  summary: { en: 'Idle timeout, threads, and what is set to read-only since when', 'zh-CN': '空闲超时、线程数，以及何时被设为只读' },
  cost: 'cheap',
  hints: 'config|changed|read.?only|idle|配置|变更|只读|空闲',
  facts: [
    'settings.idleTimeoutSeconds',
    'settings.threads',
    'settings.isReadOnly',
    'settings.readOnlySuffix',
    'settings.readOnlyChangedSecondsAgo',
  ],
  query: '-b cn=config',
  async see(client: LdapClient, context) {
    const entries = await readSettings(client, context.signal);
    const global = globalOf(entries);
    const closed = entries.find(({ attributes }) => attributes.has('olcsuffix') && attributes.get('olcreadonly')?.[0] === 'TRUE');
    const idle = numberIn(global, 'olcIdleTimeout') ?? 0;
    const suffix = closed?.attributes.get('olcsuffix')?.[0] ?? null;
    return {
      headline: {
        en: `idle connections are ${idle === 0 ? 'never closed' : `closed after ${idle} s`}${suffix === null ? '' : `; ${suffix} is read-only`}`,
        'zh-CN': `空闲连接${idle === 0 ? '从不关闭' : `在 ${idle} 秒后关闭`}${suffix === null ? '' : `；${suffix} 为只读`}`,
      },
      facts: {
        'settings.idleTimeoutSeconds': idle,
        'settings.threads': numberIn(global, 'olcThreads') ?? 16,
        // What cn=Monitor says of it stays as it was at the start of slapd.
        'settings.isReadOnly': closed !== undefined,
        'settings.readOnlySuffix': suffix,
        'settings.readOnlyChangedSecondsAgo': closed === undefined ? null : changedSecondsAgo(closed, context.clock.now()),
      },
      entries,
    };
  },
});

function changedSecondsAgo({ attributes }: DirectoryEntry, nowMs: number): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(attributes.get('modifytimestamp')?.[0] ?? '');
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Math.max(0, Math.round((nowMs - Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)) / 1_000));
}
