/** `zhiban plugin install` and `update`: shows what a version from a market asks for, and takes it when somebody agrees. */

import { validRange } from 'semver';
import { ZhibanError } from '../../domain/errors.ts';
import { withPlugin } from '../../plugins/edit-config.ts';
import type { Manifest } from '../../plugins/manifest.ts';
import { installPlugin } from '../../plugins/market/install-plugin.ts';
import { type InstalledPlugin, readInstalled } from '../../plugins/market/installed.ts';
import { chooseOffer, type MarketOffer, newerOffer, offersOf } from '../../plugins/market/offers.ts';
import { revokedText } from '../../plugins/market/revocations.ts';
import { systemClock } from '../clock.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { configFileOf, type ListedPlugin, listPlugins, readConfigText, writeConfigText } from './plugin-entries.ts';
import { type UsableMarket, usableMarkets } from './plugin-markets.ts';
import { permissionLines } from './plugin-parts.ts';

export interface Consent {
  readonly isConfirmed: boolean;
}

export async function runPluginInstall(
  context: CliContext,
  wish: string,
  { isConfirmed, market }: Consent & { readonly market: string | undefined },
): Promise<ExitCode> {
  const [, name = '', range = null] = /^([a-z0-9][a-z0-9-]{0,62})(?:@(.{1,100}))?$/.exec(wish) ?? [];
  if (name === '' || (range !== null && validRange(range) === null))
    throw new ZhibanError('invalid', say(context, 'market.badWish', { wish: wish.slice(0, 100) }));
  const listed = listPlugins(context);
  const other = listed.find(({ entry, found }) => found?.manifest.name === name && entry.market === undefined);
  if (other !== undefined) throw new CliError('conflict', say(context, 'plugin.there', { name, file: configFileOf(context) }));
  const markets = (await usableMarkets(context)).filter(({ index }) => market === undefined || index.market === market);
  const indexes = markets.map(({ index }) => index);
  const chosen = chooseOffer(offersOf(indexes, name, context.version), name, range, context.version);
  const before = readInstalled(context.environment.home, name);
  const isThere = before?.sha512 === chosen.offer.sha512 && before.market === chosen.market;
  const outcome = isThere ? 'there' : await take(context, chosen, markets, manifestBefore(listed, name), { isConfirmed });
  if (outcome !== 'declined') ensureEntry(context, listed, name);
  const { version } = chosen.offer;
  answer(context, { name, version, market: chosen.market, outcome }, () =>
    context.terminal.line(say(context, `market.${outcome}`, { name, version, market: chosen.market })),
  );
  return exitCodes.ok;
}

/** One, or all that came from markets. What can't be brought up to date is told, and the exit code says so. */
export async function runPluginUpdate(context: CliContext, name: string | undefined, consent: Consent): Promise<ExitCode> {
  const listed = listPlugins(context).filter(({ entry }) => entry.market !== undefined && (name === undefined || entry.market === name));
  if (listed.length === 0) {
    if (name !== undefined) throw new CliError('not-found', say(context, 'plugin.unknown', { name, file: configFileOf(context) }));
    answer(context, { items: [] }, () => context.terminal.line(say(context, 'market.noneInstalled')));
    return exitCodes.ok;
  }
  const markets = await usableMarkets(context);
  const items: Updated[] = [];
  for (const each of listed) {
    const done = await updateOne(context, each, markets, consent);
    items.push(done);
    if (!context.isJson) context.terminal.line(textOf(context, done));
  }
  if (context.isJson) answer(context, { items }, () => undefined);
  return items.some(({ outcome }) => outcome === 'away' || outcome === 'failed' || outcome === 'stuck') ? exitCodes.error : exitCodes.ok;
}

interface Updated {
  readonly name: string;
  readonly market: string;
  readonly version: string;
  /** `stuck`: it is revoked, and there is no newer one; `away`: its market could not be asked. */
  readonly outcome: 'installed' | 'declined' | 'newest' | 'away' | 'failed' | 'stuck';
  readonly reason: string | null;
}

/** Only from the market that it came from. */
async function updateOne(
  context: CliContext,
  { entry, found }: ListedPlugin,
  markets: readonly UsableMarket[],
  consent: Consent,
): Promise<Updated> {
  const name = entry.market ?? '';
  const before: InstalledPlugin | null = readInstalled(context.environment.home, name);
  const { version = '—', market = '' } = before ?? {};
  const own = markets.filter(({ index }) => index.market === market);
  const index = own[0]?.index;
  if (before === null || index === undefined) return { name, market, version, outcome: 'away', reason: null };
  const newer = newerOffer(offersOf([index], name, context.version), version);
  if (newer === null) {
    const revoked = revokedText(index, name, version);
    return { name, market, version, outcome: revoked === null ? 'newest' : 'stuck', reason: revoked?.[context.terminal.locale] ?? null };
  }
  try {
    const outcome = await take(context, newer, own, found?.manifest ?? null, consent);
    return { name, market, version: newer.offer.version, outcome, reason: null };
  } catch (error) {
    // The others are still to be looked at, and the version that was there still counts.
    if (error instanceof CliError || !(error instanceof ZhibanError)) throw error;
    const text = Object(error.details.text)[context.terminal.locale] ?? error.message;
    return { name, market, version, outcome: 'failed', reason: String(text) };
  }
}

function textOf(context: CliContext, { name, market, version, outcome, reason }: Updated): string {
  const { colours } = context.terminal;
  const text = say(context, `market.${outcome}`, { name, market, version, reason: reason ?? '' });
  return outcome === 'failed' || outcome === 'stuck' ? colours.red(text) : outcome === 'away' ? colours.yellow(text) : text;
}

async function take(
  context: CliContext,
  { market, offer }: MarketOffer,
  markets: readonly UsableMarket[],
  before: Manifest | null,
  { isConfirmed }: Consent,
): Promise<'installed' | 'declined'> {
  const { terminal, environment, signal } = context;
  const spot = markets.find(({ index }) => index.market === market)?.spot;
  if (spot === undefined) throw new RangeError(`There is no market ${market}`);
  if (!context.isJson) {
    const from = before === null || before.version === offer.version ? '' : `${before.version} → `;
    terminal.line(`${terminal.colours.bold(`${offer.name} ${from}${offer.version}`)} ${say(context, 'market.from', { market })}`);
    terminal.line(offer.summary[terminal.locale]);
    const known = before === null ? null : permissionLines(context, before);
    for (const line of permissionLines(context, offer))
      terminal.line(known === null || known.includes(line) ? `  ${line}` : terminal.colours.yellow(`! ${line}`));
  }
  if (!isConfirmed) {
    if (terminal.confirm === null) throw new CliError('invalid', say(context, 'plugin.needsYes'));
    if (!(await terminal.confirm(say(context, 'market.confirm')))) return 'declined';
  }
  const now = new Date(systemClock.now()).toISOString();
  const { home, variables } = environment;
  await installPlugin({ home, market, offer, index: spot, zhibanVersion: context.version, variables, signal, now });
  return 'installed';
}

function manifestBefore(listed: readonly ListedPlugin[], name: string): Manifest | null {
  return listed.find(({ entry }) => entry.market === name)?.found?.manifest ?? null;
}

function ensureEntry(context: CliContext, listed: readonly ListedPlugin[], name: string): void {
  if (listed.some(({ entry }) => entry.market === name)) return;
  const file = configFileOf(context);
  writeConfigText(file, withPlugin(readConfigText(file), { market: name }));
}
