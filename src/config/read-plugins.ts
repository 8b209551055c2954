/** The plugins that a configuration file names, read ahead of everything else: the kinds that they bring decide what else is valid in it. */

import { readFileSync } from 'node:fs';
import { type MarketEntry, type PluginEntry, pluginMarketsConfig, pluginsConfig } from './plugins.ts';
import { parseYaml } from './yaml-file.ts';

/** Empty for a file that can't be read or used: whoever loads it then says what is wrong. */
export function readPluginEntries(path: string | null): readonly PluginEntry[] {
  return pluginEntriesOf(readText(path));
}

/** The markets, which tell what was revoked. */
export function readPluginMarkets(path: string | null): readonly MarketEntry[] {
  const parsed = pluginMarketsConfig.safeParse(keyOf(readText(path), 'pluginMarkets'));
  return parsed.success ? parsed.data : [];
}

export function pluginEntriesOf(text: string): readonly PluginEntry[] {
  const parsed = pluginsConfig.safeParse(keyOf(text, 'plugins'));
  return parsed.success ? parsed.data : [];
}

function keyOf(text: string, key: string): unknown {
  const { value } = parseYaml(text);
  const given: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return given ?? undefined;
}

function readText(path: string | null): string {
  if (path === null) return '';
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
