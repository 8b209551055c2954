/** Where a plugin is: a folder, a package that npm has installed, or what was installed from a market. */

import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import type { PluginEntry } from '../config/plugins.ts';
import { ZhibanError } from '../domain/errors.ts';
import { type Manifest, manifestName, readManifest } from './manifest.ts';
import { readInstalled } from './market/installed.ts';

export interface FoundPlugin {
  /** Without symbolic links. */
  readonly directory: string;
  readonly manifest: Manifest;
  /** What its code may be loaded from: its own folder, and the packages beside it when npm has installed it. */
  readonly codeDirectories: readonly string[];
  /** The market that it was installed from. */
  readonly market: string | null;
}

export interface PluginPlaces {
  /** Relative paths are from here: the folder of the configuration file. */
  readonly baseDirectory: string;
  /** The data directory; packages are installed below its `plugins`. */
  readonly home: string;
}

/** Throws ZhibanError `invalid` when it isn't there or its manifest isn't one. */
export function findPlugin(entry: Pick<PluginEntry, 'path' | 'package' | 'market'>, places: PluginPlaces): FoundPlugin {
  const installed = entry.market === undefined ? null : installedPlugin(entry.market, places);
  const directory = realpathSync(installed?.directory ?? directoryOf(entry, places));
  const manifest = readManifest(directory);
  if (!existsSync(join(directory, manifest.main)))
    throw new ZhibanError('invalid', `${join(directory, manifestName)}: main: there is no file ${manifest.main}`);
  return { directory, manifest, codeDirectories: codeDirectories(directory), market: installed?.market ?? null };
}

function directoryOf({ path, package: name }: Pick<PluginEntry, 'path' | 'package'>, places: PluginPlaces): string {
  return path === undefined ? packageDirectory(name ?? '', places) : localDirectory(path, places);
}

function installedPlugin(name: string, { home }: PluginPlaces): { readonly directory: string; readonly market: string } {
  const installed = readInstalled(home, name);
  if (installed !== null && existsSync(installed.directory)) return installed;
  throw new ZhibanError('invalid', `The plugin ${name} is not installed in ${home}: zhiban plugin install ${name}`);
}

function localDirectory(path: string, { baseDirectory }: PluginPlaces): string {
  const directory = isAbsolute(path) ? path : resolve(baseDirectory, path);
  if (existsSync(directory)) return directory;
  throw new ZhibanError('invalid', `There is no plugin folder ${directory}`);
}

/** Beside the configuration file or above it, as npm does, then in the data directory. */
function packageDirectory(name: string, { baseDirectory, home }: PluginPlaces): string {
  const roots = [...ancestors(resolve(baseDirectory)), join(home, 'plugins')];
  for (const root of roots) {
    const directory = join(root, 'node_modules', name);
    if (existsSync(join(directory, manifestName))) return directory;
  }
  throw new ZhibanError('invalid', `The package ${name} is not installed, or has no ${manifestName}: zhiban plugin add ${name}`);
}

function ancestors(directory: string): readonly string[] {
  const above = dirname(directory);
  return above === directory ? [directory] : [directory, ...ancestors(above)];
}

function codeDirectories(directory: string): readonly string[] {
  const at = directory.lastIndexOf(`${sep}node_modules${sep}`);
  return at < 0 ? [directory] : [directory.slice(0, at + `${sep}node_modules`.length)];
}
