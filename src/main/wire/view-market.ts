/** What the markets of the configuration offer, as the API shows it. Nothing is installed here: that takes the command line. */

import type { Environment } from '../../config/environment.ts';
import { readPluginMarkets } from '../../config/read-plugins.ts';
import { secretDirectoryOf } from '../../config/settings.ts';
import type { Clock } from '../../domain/clock.ts';
import type { PluginMarketView, PluginOfferView, PluginView } from '../../domain/plugin-view.ts';
import { createMarkets } from '../../plugins/market/markets.ts';
import { type MarketOffer, newerOffer, offersOf, searchOffers } from '../../plugins/market/offers.ts';
import { version as ownVersion } from '../version.ts';
import { capabilitiesOf } from './view-plugins.ts';

export interface MarketViewDeps {
  readonly environment: Pick<Environment, 'home'>;
  /** The configuration file: markets may be added while Zhiban runs. */
  readonly path: string | null;
  readonly clock: Clock;
  readonly plugins: () => readonly Pick<PluginView, 'name' | 'version' | 'market'>[];
}

const askWithinMs = 8_000;
const itemsMax = 200;

/** Throws ZhibanError when the file of the configuration can't be read. */
export function createMarketView({ environment, path, clock, plugins }: MarketViewDeps) {
  const { home } = environment;
  return async (words: readonly string[]): Promise<PluginMarketView> => {
    const entries = readPluginMarkets(path);
    const states = await createMarkets({ entries, home, baseDirectory: secretDirectoryOf(path, home), clock }).refresh({
      withinMs: askWithinMs,
    });
    const indexes = states.flatMap(({ index }) => (index === null ? [] : [index]));
    const installed = new Map(plugins().map((each) => [each.name, each]));
    return {
      items: searchOffers(indexes, words, ownVersion)
        .slice(0, itemsMax)
        .map((found) => {
          const there = installed.get(found.offer.name)?.version ?? null;
          const newer = there === null ? null : newerOffer(offersOf(indexes, found.offer.name, ownVersion), there);
          return offerView(found, there, newer !== null);
        }),
      markets: states.map(({ name, problem }) => ({ name, problem: problem?.text ?? null })),
    };
  };
}

function offerView({ market, offer, revoked, isFitting }: MarketOffer, there: string | null, hasNewer: boolean): PluginOfferView {
  const { name, version, summary, permissions, limits, zhiban } = offer;
  const isLost = revoked !== null || !isFitting;
  const state = revoked !== null ? 'revoked' : !isFitting ? 'unfitting' : there === null ? 'offered' : hasNewer ? 'newer' : 'installed';
  return {
    ...{ name, version, market, summary, permissions, limits, state },
    capabilities: capabilitiesOf(offer),
    reason: !isLost
      ? null
      : (revoked?.reason ?? {
          en: `it is made for Zhiban ${zhiban}, and this is ${ownVersion}`,
          'zh-CN': `它适用于值班 ${zhiban}，当前版本是 ${ownVersion}`,
        }),
  };
}
