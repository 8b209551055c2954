/** Whether a plugin that was installed from a market has been revoked since: asked before it is loaded, and again while it runs. */

import type { LocalText } from '../../domain/text.ts';
import type { FoundPlugin } from '../find-plugin.ts';
import type { MarketIndex } from './index-file.ts';
import type { MarketState, Markets } from './markets.ts';
import { revocationOf } from './offers.ts';

/** A start waits no longer than this for markets; what was seen of them before holds then. */
const refreshWithinMs = 4_000;

interface Log {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export type RevokedBecause = (found: Pick<FoundPlugin, 'manifest' | 'market'>) => LocalText | null;

/** Never throws: without a network it goes by what was kept. */
export async function readRevocations(markets: Markets, log: Log): Promise<RevokedBecause> {
  const states = await markets.refresh({ withinMs: refreshWithinMs });
  for (const { name, problem } of states)
    if (problem !== null)
      log.error({ market: name, reason: problem.text.en }, 'A plugin market could not be asked; what was seen before holds');
  return revokedBecauseOf(states);
}

export function revokedBecauseOf(states: readonly MarketState[]): RevokedBecause {
  return ({ manifest: { name, version }, market }) => {
    const index = states.find((state) => state.name === market)?.index ?? null;
    return index === null ? null : revokedText(index, name, version);
  };
}

export function revokedText(index: MarketIndex, name: string, version: string): LocalText | null {
  const revocation = revocationOf(index, name, version);
  if (revocation === null) return null;
  const { reason } = revocation;
  return {
    en: `version ${version} was revoked by the market ${index.market}: ${reason.en}`,
    'zh-CN': `版本 ${version} 已被市场 ${index.market} 撤销：${reason['zh-CN']}`,
  };
}
