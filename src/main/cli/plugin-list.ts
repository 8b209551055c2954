/** `zhiban plugin list`: what the configuration names, and how each is where Zhiban runs. */

import { z } from 'zod';
import { placeOf } from '../../config/plugins.ts';
import { readPluginMarkets } from '../../config/read-plugins.ts';
import type { MarketIndex } from '../../plugins/market/index-file.ts';
import { createMarkets } from '../../plugins/market/markets.ts';
import { newerOffer, offersOf } from '../../plugins/market/offers.ts';
import { revokedText } from '../../plugins/market/revocations.ts';
import { systemClock } from '../clock.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { configFileOf, type ListedPlugin, listPlugins, placesOf } from './plugin-entries.ts';
import { partsText } from './plugin-parts.ts';
import { printTable } from './table.ts';

interface Part {
  readonly name: string;
  readonly state: 'up' | 'degraded' | 'down';
  readonly reason: string | null;
}

export async function runPluginList(context: CliContext): Promise<ExitCode> {
  const listed = listPlugins(context);
  const parts = listed.length === 0 ? [] : await readParts(context);
  const indexes = knownIndexes(context);
  const rows = listed.map((each) => rowOf(context, each, parts, indexes));
  answer(context, { items: rows }, () => {
    if (rows.length === 0) return context.terminal.line(say(context, 'plugin.none'));
    const header = (['plugin', 'version', 'pluginState', 'brings'] as const).map((name) => say(context, `column.${name}`));
    const { colours } = context.terminal;
    printTable(
      context.terminal,
      header,
      rows.map((row) => [row.name, row.version ?? '—', say(context, `plugin.state.${row.state}`), row.reason ?? noteOf(context, row)]),
      (cell, row, column) => (column === 2 && /^(down|revoked)$/.test(rows[row]?.state ?? '') ? colours.red(cell) : cell),
    );
  });
  return exitCodes.ok;
}

interface Row {
  readonly name: string;
  readonly version: string | null;
  readonly state: Part['state'] | 'off' | 'unknown' | 'revoked';
  readonly place: string;
  readonly reason: string | null;
  readonly brings: string;
  readonly market: string | null;
  /** The newest that its market has, as far as it was last seen. */
  readonly newer: string | null;
}

function rowOf(context: CliContext, { entry, found, reason }: ListedPlugin, parts: readonly Part[], indexes: readonly MarketIndex[]): Row {
  const place = placeOf(entry);
  const name = found?.manifest.name ?? place;
  const version = found?.manifest.version ?? null;
  const market = found?.market ?? null;
  const index = indexes.find((each) => each.market === market);
  const revoked = index === undefined || version === null ? null : revokedText(index, name, version);
  const newer = index === undefined || version === null ? null : newerOffer(offersOf([index], name, context.version), version);
  const part = parts.find((each) => each.name === `plugin:${name}`);
  const state = !entry.enabled ? 'off' : found === null ? 'down' : revoked !== null ? 'revoked' : (part?.state ?? 'unknown');
  return {
    ...{ name, version, state, place, market, newer: newer?.offer.version ?? null },
    reason: reason ?? revoked?.[context.terminal.locale] ?? part?.reason ?? null,
    brings: found === null ? '' : partsText(context, found.manifest),
  };
}

function noteOf(context: CliContext, { name, brings, newer }: Row): string {
  return newer === null
    ? brings
    : `${brings}${say(context, 'market.brackets', { text: say(context, 'plugin.newer', { name, version: newer }) })}`;
}

/** As they were last seen, whoever looked: a list asks no market. */
function knownIndexes(context: CliContext): readonly MarketIndex[] {
  const { home, baseDirectory } = placesOf(context);
  const entries = readPluginMarkets(configFileOf(context));
  const states = createMarkets({ entries, home, baseDirectory, clock: systemClock }).known();
  return states.flatMap(({ index }) => (index === null ? [] : [index]));
}

const readyz = z.object({
  parts: z.array(z.object({ name: z.string(), state: z.enum(['up', 'degraded', 'down']), reason: z.string().nullable() })),
});

/** Nothing where Zhiban doesn't run. */
async function readParts(context: CliContext): Promise<readonly Part[]> {
  try {
    const response = await fetch(`${context.api().baseUrl}/readyz`, { signal: AbortSignal.timeout(5_000) });
    return readyz.parse(await response.json()).parts;
  } catch {
    return [];
  }
}
