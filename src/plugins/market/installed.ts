/**
 * What has been installed from markets: one folder for each version, and one small file that says which of them counts. The file is put in
 * place of the old one in one step, so that there is the old version or the new one, and nothing between.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { pluginName, pluginVersion } from '../manifest.ts';
import { marketDirectory } from './markets.ts';
import type { PackageFile } from './package-files.ts';

const record = z.strictObject({
  market: pluginName,
  version: pluginVersion,
  sha512: z.string().regex(/^[0-9a-f]{128}$/),
  /** Below the plugin's folder. */
  folder: z.string().regex(/^[0-9A-Za-z.-]{1,200}$/),
  at: z.iso.datetime(),
  /** Stays on the disk until the next change: a Zhiban that runs may start it anew. */
  previousFolder: z.string().nullable(),
});
export type InstalledPlugin = z.infer<typeof record>;

const recordName = 'installed.json';

export function packageRoot(home: string, name: string): string {
  return join(marketDirectory(home), 'packages', name);
}

/** Null when it isn't installed, or the file that says so can't be read. */
export function readInstalled(home: string, name: string): (InstalledPlugin & { readonly directory: string }) | null {
  const root = packageRoot(home, name);
  try {
    const found = record.parse(JSON.parse(readFileSync(join(root, recordName), 'utf8')));
    return { ...found, directory: join(root, found.folder) };
  } catch {
    return null;
  }
}

/** A version whose folder is written, and which doesn't count yet. */
export interface StagedPlugin {
  readonly directory: string;
  /** From now on it counts. */
  commit(installed: Pick<InstalledPlugin, 'market' | 'version' | 'sha512' | 'at'>): void;
  discard(): void;
}

export function stagePlugin(home: string, name: string, files: readonly PackageFile[]): StagedPlugin {
  const root = packageRoot(home, name);
  const draft = join(root, `.draft-${process.pid}-${files.length}`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  for (const { path, bytes } of files) {
    const target = join(draft, path);
    mkdirSync(dirname(target), { recursive: true });
    // Nothing is overwritten and nothing is executable: a plugin is read by Node and never run by itself.
    writeFileSync(target, bytes, { flag: 'wx', mode: 0o644 });
  }
  return {
    directory: draft,
    commit(installed) {
      const folder = `${installed.version}-${installed.sha512.slice(0, 16)}`;
      const directory = join(root, folder);
      const before = readInstalled(home, name);
      // The same content is there already, and may be running.
      if (existsSync(directory)) rmSync(draft, { recursive: true, force: true });
      else renameSync(draft, directory);
      const previousFolder = before === null || before.folder === folder ? (before?.previousFolder ?? null) : before.folder;
      writeRecord(root, { ...installed, folder, previousFolder });
      prune(root, [folder, previousFolder]);
    },
    discard: () => rmSync(draft, { recursive: true, force: true }),
  };
}

function writeRecord(root: string, installed: InstalledPlugin): void {
  const draft = join(root, `${recordName}.${process.pid}.new`);
  writeFileSync(draft, `${JSON.stringify(installed, null, 2)}\n`);
  renameSync(draft, join(root, recordName));
}

function prune(root: string, kept: readonly (string | null)[]): void {
  for (const name of readdirSync(root)) {
    if (/^\d/.test(name) && !kept.includes(name)) rmSync(join(root, name), { recursive: true, force: true });
  }
}
