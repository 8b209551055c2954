/** The plugins of the configuration file as the commands see them: their place in the file, and what was found there. */

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { PluginEntry } from '../../config/plugins.ts';
import { pluginEntriesOf } from '../../config/read-plugins.ts';
import { configPathOf, futureConfigPathOf, secretDirectoryOf } from '../../config/settings.ts';
import { type FoundPlugin, findPlugin, type PluginPlaces } from '../../plugins/find-plugin.ts';
import type { CliContext } from './context.ts';

export interface ListedPlugin {
  readonly index: number;
  readonly entry: PluginEntry;
  /** Null when it isn't there or its manifest isn't one; the reason says. */
  readonly found: FoundPlugin | null;
  readonly reason: string | null;
}

/** Where the file is, or where it would be made. */
export function configFileOf({ environment }: CliContext): string {
  return futureConfigPathOf(environment);
}

export function readConfigText(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Beside it first: a file that was half written is none. */
export function writeConfigText(file: string, text: string): void {
  const draft = `${file}.new`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

export function placesOf({ environment }: CliContext): PluginPlaces {
  return { baseDirectory: secretDirectoryOf(configPathOf(environment), environment.home), home: environment.home };
}

export function listPlugins(context: CliContext): readonly ListedPlugin[] {
  const places = placesOf(context);
  return pluginEntriesOf(readConfigText(configFileOf(context))).map((entry, index) => {
    try {
      return { index, entry, found: findPlugin(entry, places), reason: null };
    } catch (error) {
      return { index, entry, found: null, reason: error instanceof Error ? error.message : String(error) };
    }
  });
}
