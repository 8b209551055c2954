/** Fetches what an offer points to, and holds it to the checksum before anything of it is read. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Variables } from '../../config/environment.ts';
import { fetchBytes, type Spot, spotBeside } from './fetch-bytes.ts';
import { indexLimits, type Offer, type PackagedFile } from './index-file.ts';
import { marketError, messageOf } from './market-error.ts';
import { folderChecksum, type PackageFile, readTarball, sha512Of } from './package-files.ts';

export interface TakeOptions {
  /** Where the index lies. */
  readonly index: Spot;
  /** What npm is told; its settings are the operator's own. */
  readonly variables: Variables;
  readonly signal: AbortSignal;
}

const withinMs = 180_000;
const fileWithinMs = 30_000;

/** Throws ZhibanError: `unavailable` when it can't be had, `forbidden` when it isn't what was signed, `invalid` when it is no package. */
export async function takePackage(offer: Offer, options: TakeOptions): Promise<readonly PackageFile[]> {
  const { source } = offer;
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(withinMs)]);
  if ('folder' in source) return takeFolder(offer, source.folder, source.files, { ...options, signal });
  const limits = { bytesMax: Math.min(offer.bytes, indexLimits.packageBytes), withinMs, signal };
  const tarball =
    'npm' in source
      ? await packWithNpm(`${source.npm}@${offer.version}`, options.variables, signal, limits.bytesMax)
      : await fetchBytes(spotBeside(options.index, source.url), limits);
  requireChecksum(`${offer.name} ${offer.version}`, offer.sha512, sha512Of(tarball));
  return readTarball(tarball);
}

async function takeFolder(
  { name, version, sha512 }: Offer,
  folder: string,
  listed: readonly PackagedFile[],
  { index, signal }: TakeOptions,
): Promise<readonly PackageFile[]> {
  requireChecksum(`${name} ${version}`, sha512, folderChecksum(listed));
  const base = spotBeside(index, folder.endsWith('/') ? folder : `${folder}/`);
  const files: PackageFile[] = [];
  let left: number = indexLimits.packageBytes;
  for (const { path, bytes: bytesMax, sha512: wanted } of listed) {
    const spot =
      'url' in base ? { url: new URL(path.split('/').map(encodeURIComponent).join('/'), base.url).href } : { path: join(base.path, path) };
    const bytes = await fetchBytes(spot, { bytesMax: Math.min(bytesMax, left), withinMs: fileWithinMs, signal });
    requireChecksum(`${name} ${version} ${path}`, wanted, sha512Of(bytes));
    left -= bytes.length;
    files.push({ path, bytes });
  }
  return files;
}

function requireChecksum(what: string, wanted: string, found: string): void {
  if (wanted === found) return;
  throw marketError(
    'forbidden',
    `${what} is not what the market has signed: its SHA-512 is ${found.slice(0, 16)}…, expected ${wanted.slice(0, 16)}…`,
    `${what} 与市场签名的内容不符：SHA-512 为 ${found.slice(0, 16)}…，应为 ${wanted.slice(0, 16)}…`,
  );
}

/** npm knows the registry, the proxy and the token of this place; it only fetches, and runs nothing of the package. */
export async function packWithNpm(spec: string, variables: Variables, signal: AbortSignal, bytesMax: number): Promise<Buffer> {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-pack-'));
  try {
    const given = ['pack', spec, '--pack-destination', directory, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const child = spawn('npm', given, { cwd: directory, env: variables, stdio: ['ignore', 'ignore', 'pipe'], signal });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      said = `${said}${part}`.slice(0, 4_000);
    });
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(said.trim().split('\n').slice(0, 3).join(' ') || `exit ${String(code)}`);
    const [file] = readdirSync(directory).filter((name) => name.endsWith('.tgz'));
    if (file === undefined) throw new Error('there is no package');
    return await fetchBytes({ path: join(directory, file) }, { bytesMax, withinMs: fileWithinMs });
  } catch (error) {
    if (error instanceof Error && 'details' in error) throw error;
    throw marketError(
      'unavailable',
      `npm could not fetch ${spec}: ${messageOf(error)}`,
      `npm 无法获取 ${spec}：${messageOf(error)}`,
      error,
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
