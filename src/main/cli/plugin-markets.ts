/** The markets as the commands see them: asked anew, with what is wrong with one told and the others used. */

import { readPluginMarkets } from '../../config/read-plugins.ts';
import type { Spot } from '../../plugins/market/fetch-bytes.ts';
import { type MarketIndex, requireCurrent } from '../../plugins/market/index-file.ts';
import { createMarkets, type MarketState, type Markets } from '../../plugins/market/markets.ts';
import { systemClock } from '../clock.ts';
import { CliError } from './api-client.ts';
import { type CliContext, say } from './context.ts';
import { configFileOf, placesOf } from './plugin-entries.ts';

export interface UsableMarket {
  readonly index: MarketIndex;
  readonly spot: Spot;
}

/** Throws CliError `not-found` when the configuration names no market. */
export function marketsOf(context: CliContext): Markets {
  const file = configFileOf(context);
  const entries = readPluginMarkets(file);
  if (entries.length === 0) throw new CliError('not-found', say(context, 'market.none', { file }));
  const { home, baseDirectory } = placesOf(context);
  return createMarkets({ entries, home, baseDirectory, clock: systemClock });
}

/** Those that may be trusted now: one that is away stands in with what was seen of it before, until that has expired. */
export async function usableMarkets(context: CliContext): Promise<readonly UsableMarket[]> {
  const states = await marketsOf(context).refresh({ signal: context.signal });
  return states.flatMap((state) => usable(context, state));
}

function usable(context: CliContext, { name, spot, index, problem }: MarketState): readonly UsableMarket[] {
  const { terminal } = context;
  if (problem !== null) {
    const reason = problem.text[terminal.locale];
    terminal.problem(terminal.colours.yellow(say(context, 'market.problem', { name, reason })));
  }
  if (index === null || problem?.kind === 'refused') return [];
  try {
    requireCurrent(index, systemClock.now());
    return [{ index, spot }];
  } catch {
    terminal.problem(terminal.colours.yellow(say(context, 'market.expired', { name, at: index.expires })));
    return [];
  }
}
