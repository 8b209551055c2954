/** Plugins as people see them: how each is, what it may do, and what markets offer. */

import type { LocalText } from './text.ts';

export interface PluginView {
  readonly name: string;
  /** Null, as what it may do, for one that could not be found. */
  readonly version: string | null;
  readonly state: 'starting' | 'up' | 'waiting' | 'stopped' | 'refused';
  readonly since: string;
  /** Why it isn't up, or what it says of its health. */
  readonly reason: LocalText | null;
  /** How often it was stopped for a reason of its own since Zhiban started. */
  readonly stops: number;
  /** The market that it was installed from. */
  readonly market: string | null;
  readonly isRevoked: boolean;
  /** `system redis`, `notifier`, `alert source pager`… */
  readonly capabilities: readonly string[];
  readonly permissions: {
    readonly read: readonly string[];
    readonly write: readonly string[];
    readonly hosts: readonly string[];
    readonly env: readonly string[];
  } | null;
  readonly limits: { readonly memoryMb: number; readonly callMs: number } | null;
  /** What its process has now, in MiB; null where it doesn't run. */
  readonly usedMb: number | null;
}

/** The newest version of a plugin that a market offers. */
export interface PluginOfferView {
  readonly name: string;
  readonly version: string;
  readonly market: string;
  readonly summary: LocalText;
  readonly capabilities: readonly string[];
  readonly permissions: NonNullable<PluginView['permissions']>;
  readonly limits: NonNullable<PluginView['limits']>;
  /** `newer`: an older one of it is installed; `revoked` and `unfitting` can't be installed. */
  readonly state: 'offered' | 'installed' | 'newer' | 'revoked' | 'unfitting';
  readonly reason: LocalText | null;
}

export interface PluginMarketView {
  readonly items: readonly PluginOfferView[];
  /** The markets of the configuration, and why the newest of one could not be had. */
  readonly markets: readonly { readonly name: string; readonly problem: LocalText | null }[];
}
