/** Which versions an index offers to this Zhiban, and which of them fits a wish. Pure. */

import { gt, rcompare, satisfies, valid } from 'semver';
import type { MarketIndex, Offer, Revocation } from './index-file.ts';
import { marketError } from './market-error.ts';

/** A version, and the market that has it. */
export interface MarketOffer {
  readonly market: string;
  readonly offer: Offer;
  readonly revoked: Revocation | null;
  /** Whether it is made for this Zhiban. */
  readonly isFitting: boolean;
}

export function revocationOf(index: Pick<MarketIndex, 'revoked'>, name: string, version: string): Revocation | null {
  return index.revoked.find((each) => each.name === name && satisfies(version, each.versions, { includePrerelease: true })) ?? null;
}

/**
 * All of one name, newest first. A name belongs to the first market of the configuration that has it: another one can't take it over with a
 * higher version.
 */
export function offersOf(indexes: readonly MarketIndex[], name: string, zhibanVersion: string): readonly MarketOffer[] {
  const index = indexes.find(({ plugins }) => plugins.some((offer) => offer.name === name));
  const offers = index?.plugins.filter((offer) => offer.name === name && valid(offer.version) !== null) ?? [];
  return offers
    .map((offer) => ({
      market: index?.market ?? '',
      offer,
      revoked: index === undefined ? null : revocationOf(index, name, offer.version),
      isFitting: satisfies(zhibanVersion, offer.zhiban, { includePrerelease: true }),
    }))
    .sort((left, right) => rcompare(left.offer.version, right.offer.version));
}

/** The newest of each plugin that has all the words in its name, its summary or what it brings; what can't be installed is told as such. */
export function searchOffers(indexes: readonly MarketIndex[], words: readonly string[], zhibanVersion: string): readonly MarketOffer[] {
  const names = [...new Set(indexes.flatMap(({ plugins }) => plugins.map(({ name }) => name)))].sort();
  const wanted = words.map((word) => word.toLowerCase());
  return names.flatMap((name) => {
    const offers = offersOf(indexes, name, zhibanVersion);
    const best = offers.find(isInstallable) ?? offers[0];
    return best !== undefined && wanted.every((word) => wordsOf(best.offer).includes(word)) ? [best] : [];
  });
}

export function isInstallable({ revoked, isFitting }: MarketOffer): boolean {
  return revoked === null && isFitting;
}

/** Versions before 1.0.0-rc.1's kind are only taken when the wish names one. Throws ZhibanError that says what stands in the way. */
export function chooseOffer(offers: readonly MarketOffer[], name: string, range: string | null, zhibanVersion: string): MarketOffer {
  const wished = offers.filter(({ offer }) => satisfies(offer.version, range ?? '*'));
  const found = wished.find(isInstallable);
  if (found !== undefined) return found;
  const wish = range === null ? name : `${name}@${range}`;
  if (offers.length === 0) throw marketError('not-found', `No market has a plugin ${name}`, `没有市场提供插件 ${name}`);
  const [first] = wished;
  if (first === undefined) {
    const there = offers.map(({ offer }) => offer.version).slice(0, 10);
    throw marketError('not-found', `There is no ${wish}; there is ${there.join(', ')}`, `没有 ${wish}，现有版本：${there.join('、')}`);
  }
  throw refusalOf(wished.find(({ revoked }) => revoked === null) ?? first, zhibanVersion);
}

function refusalOf({ offer, market, revoked }: MarketOffer, zhibanVersion: string): Error {
  const { name, version, zhiban } = offer;
  if (revoked !== null)
    return marketError(
      'forbidden',
      `${name} ${version} was revoked by the market ${market}: ${revoked.reason.en}`,
      `${name} ${version} 已被市场 ${market} 撤销：${revoked.reason['zh-CN']}`,
    );
  return marketError(
    'conflict',
    `${name} ${version} is made for Zhiban ${zhiban}, and this is ${zhibanVersion}`,
    `${name} ${version} 适用于值班 ${zhiban}，当前版本是 ${zhibanVersion}`,
  );
}

/** The newest that is newer than the given one and can be installed; null when there is none. */
export function newerOffer(offers: readonly MarketOffer[], version: string): MarketOffer | null {
  return offers.find((each) => isInstallable(each) && !each.offer.version.includes('-') && gt(each.offer.version, version)) ?? null;
}

function wordsOf({ name, summary, capabilities }: Offer): string {
  const { systems, alertSources, analysers } = capabilities;
  return [name, summary.en, summary['zh-CN'], ...systems, ...alertSources, ...analysers].join('\n').toLowerCase();
}
