/** The reply addresses that came with messages: theirs for some ninety minutes, and ours to distrust. */

import type { Clock } from '../../domain/clock.ts';
import type { RecentKeys } from '../rich/recent-keys.ts';
import { createRecentKeys } from '../rich/recent-keys.ts';
import { dingtalkHosts } from './config.ts';

export interface Webhooks {
  /** Kept only when the address leads to DingTalk, or to a host that the configuration allows. */
  keep(message: { readonly channel: string; readonly messageId: string; readonly url: string; readonly expiresAtMs: number }): boolean;
  /** The address to answer this message at; null when there is none that still works. */
  ofMessage(messageId: string): string | null;
  /** The newest address of a conversation. */
  ofChannel(channel: string): string | null;
}

/** Not used in its last moments: it would expire on the way. */
const marginMs = 30_000;
const vendors = Object.values(dingtalkHosts).map((url) => new URL(url).host);
const keepMs = 2 * 3_600_000;

interface Address {
  readonly url: string;
  readonly expiresAtMs: number;
}

export function createWebhooks(clock: Clock, isAllowed: (url: string) => boolean): Webhooks {
  const limit = { entriesMax: 2_000, keepMs };
  const byMessage: RecentKeys<Address> = createRecentKeys(clock, limit);
  const byChannel: RecentKeys<Address> = createRecentKeys(clock, limit);
  const live = (address: Address | undefined): string | null =>
    address !== undefined && address.expiresAtMs - marginMs > clock.now() ? address.url : null;
  return {
    keep({ channel, messageId, url, expiresAtMs }) {
      if (!isAllowed(url)) return false;
      byMessage.set(messageId, { url, expiresAtMs });
      byChannel.set(channel, { url, expiresAtMs });
      return true;
    },
    ofMessage: (messageId) => live(byMessage.get(messageId)),
    ofChannel: (channel) => live(byChannel.get(channel)),
  };
}

/** An address in a message is untrusted input, however it came: it must lead to DingTalk or to where the operator says. */
export function createIsAllowed(setting: {
  readonly apiBase: string;
  readonly oapiBase: string;
  readonly allowHosts: readonly string[];
}): (url: string) => boolean {
  const bases = [setting.apiBase, setting.oapiBase].map((base) => new URL(base));
  return (url) => {
    if (!URL.canParse(url)) return false;
    const target = new URL(url);
    if (target.username !== '' || target.password !== '') return false;
    if (bases.some((base) => base.host === target.host && base.protocol === target.protocol)) return true;
    if (setting.allowHosts.includes(target.host) && /^https?:$/.test(target.protocol)) return true;
    return vendors.includes(target.host) && target.protocol === 'https:';
  };
}
