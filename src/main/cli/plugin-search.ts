/** `zhiban plugin search`: what the markets have. */

import { readInstalled } from '../../plugins/market/installed.ts';
import { type MarketOffer, searchOffers } from '../../plugins/market/offers.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { usableMarkets } from './plugin-markets.ts';
import { partsText } from './plugin-parts.ts';
import { printTable } from './table.ts';

export async function runPluginSearch(context: CliContext, words: readonly string[]): Promise<ExitCode> {
  const indexes = (await usableMarkets(context)).map(({ index }) => index);
  const found = searchOffers(indexes, words, context.version).map((each) => rowOf(context, each));
  answer(context, { items: found }, () => {
    if (found.length === 0) return context.terminal.line(say(context, 'market.nothing'));
    const header = (['plugin', 'version', 'market', 'pluginState', 'summary'] as const).map((name) => say(context, `column.${name}`));
    const rows = found.map(({ name, version, market, state, summary }) => [
      name,
      version,
      market,
      say(context, `market.state.${state}`),
      summary,
    ]);
    const { colours } = context.terminal;
    printTable(context.terminal, header, rows, (cell, row, column) =>
      column === 3 && found[row]?.state === 'revoked' ? colours.red(cell) : cell,
    );
  });
  return exitCodes.ok;
}

function rowOf(context: CliContext, { market, offer, revoked, isFitting }: MarketOffer) {
  const { name, version, summary, zhiban, capabilities, permissions } = offer;
  const installed = readInstalled(context.environment.home, name)?.version ?? null;
  const state = stateOf(revoked !== null, isFitting, installed !== null);
  return {
    ...{ name, version, market, state, installed, zhiban, capabilities, permissions },
    summary: `${summary[context.terminal.locale]}${say(context, 'market.brackets', { text: partsText(context, offer) })}`,
    reason: revoked?.reason[context.terminal.locale] ?? null,
  } as const;
}

function stateOf(isRevoked: boolean, isFitting: boolean, isInstalled: boolean): 'revoked' | 'unfit' | 'installed' | 'free' {
  if (isRevoked) return 'revoked';
  if (!isFitting) return 'unfit';
  return isInstalled ? 'installed' : 'free';
}
