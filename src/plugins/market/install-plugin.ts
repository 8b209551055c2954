/** Takes a version from a market: checked by its signature and checksum first, written beside the old one, and counting only at the very end. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Variables } from '../../config/environment.ts';
import { type Manifest, manifestName, parseManifest, requireVersion } from '../manifest.ts';
import type { Spot } from './fetch-bytes.ts';
import type { Offer } from './index-file.ts';
import { stagePlugin } from './installed.ts';
import { marketError } from './market-error.ts';
import type { PackageFile } from './package-files.ts';
import { takePackage } from './take-package.ts';

export interface InstallOptions {
  readonly home: string;
  readonly market: string;
  readonly offer: Offer;
  /** Where the market's index lies. */
  readonly index: Spot;
  readonly zhibanVersion: string;
  readonly variables: Variables;
  readonly signal: AbortSignal;
  readonly now: string;
}

/** The manifest of what counts now. Throws ZhibanError, and then what was there before still counts. */
export async function installPlugin(options: InstallOptions): Promise<Manifest> {
  const { home, market, offer, zhibanVersion, now } = options;
  const files = await takePackage(offer, options);
  const manifest = checkPackage(files, offer);
  requireVersion(manifest, zhibanVersion);
  const staged = stagePlugin(home, offer.name, files);
  try {
    if (!existsSync(join(staged.directory, manifest.main)))
      throw marketError(
        'invalid',
        `${manifestName}: main: there is no file ${manifest.main}`,
        `${manifestName}：main 指向的文件 ${manifest.main} 不存在`,
      );
    staged.commit({ market, version: offer.version, sha512: offer.sha512, at: now });
    return manifest;
  } finally {
    staged.discard();
  }
}

/** What people agreed to stands in the index; the package may not ask for anything else. */
export function checkPackage(files: readonly PackageFile[], offer: Offer): Manifest {
  const manifest = manifestOf(files);
  for (const key of ['name', 'version', 'zhiban', 'capabilities', 'permissions', 'limits'] as const) {
    if (isDeepStrictEqual(manifest[key], offer[key])) continue;
    throw marketError(
      'forbidden',
      `The package of ${offer.name} ${offer.version} says other ${key} than the index of the market`,
      `${offer.name} ${offer.version} 的包与市场索引中的 ${key} 不一致`,
    );
  }
  requireWhole(files);
  return manifest;
}

export function manifestOf(files: readonly PackageFile[]): Manifest {
  const found = files.find(({ path }) => path === manifestName);
  if (found === undefined) throw marketError('invalid', `The package has no ${manifestName}`, `包中没有 ${manifestName}`);
  return parseManifest(found.bytes.toString('utf8'), manifestName);
}

/** Nothing else is fetched for it, so that the checksum covers all that runs. */
export function requireWhole(files: readonly PackageFile[]): void {
  const text = files.find(({ path }) => path === 'package.json')?.bytes.toString('utf8');
  if (text === undefined) return;
  const missing = dependenciesOf(text).filter((name) => !files.some(({ path }) => path === `node_modules/${name}/package.json`));
  if (missing.length === 0) return;
  const names = missing.slice(0, 10);
  throw marketError(
    'invalid',
    `The package needs ${names.join(', ')} and does not hold them: bundle them, or list them under bundleDependencies`,
    `包依赖 ${names.join('、')}，但未将其打包：请打包进来，或列入 bundleDependencies`,
  );
}

function dependenciesOf(text: string): readonly string[] {
  try {
    return Object.keys(Object(Object(JSON.parse(text)).dependencies));
  } catch {
    return [];
  }
}
