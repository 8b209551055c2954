/**
 * The files of a package, in memory: nothing touches the disk before all of it has been looked at. A package has plain files and folders;
 * one with links, devices or paths that lead out is refused as a whole.
 */

import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { ZhibanError } from '../../domain/errors.ts';
import { manifestName } from '../manifest.ts';
import { canonicalJson } from './canonical-json.ts';
import { innerPath, type PackagedFile } from './index-file.ts';
import { marketError, messageOf } from './market-error.ts';

export interface PackageFile {
  /** Below the plugin's folder. */
  readonly path: string;
  readonly bytes: Buffer;
}

const limits = { files: 5_000, bytes: 134_217_728 } as const;

export function sha512Of(bytes: Uint8Array | string): string {
  return createHash('sha512').update(bytes).digest('hex');
}

/** The checksum of a folder: of the list of its files, which has theirs. */
export function folderChecksum(files: readonly PackagedFile[]): string {
  return sha512Of(canonicalJson(files));
}

/** Throws ZhibanError `invalid` or `too-large` for what is no package. */
export function readTarball(tarball: Buffer): readonly PackageFile[] {
  const entries: { readonly entry: ReadEntry; readonly parts: Buffer[] }[] = [];
  let problem: unknown = null;
  const parser = new Parser({
    strict: true,
    zstd: false,
    onReadEntry(entry) {
      const parts: Buffer[] = [];
      entries.push({ entry, parts });
      entry.on('data', (part: Buffer) => void parts.push(part));
    },
  });
  parser.on('error', (error: unknown) => {
    problem ??= error;
  });
  // What is no ordinary entry is passed over by the parser; here it is a reason to refuse.
  parser.on('ignoredEntry', (entry: ReadEntry) => {
    problem ??= oddEntry(entry);
  });
  parser.end(unzip(tarball));
  if (problem !== null) throw problem instanceof ZhibanError ? problem : notTar(problem);
  for (const { entry } of entries) if (!/^(File|OldFile|Directory)$/.test(entry.type)) throw oddEntry(entry);
  if (entries.length > limits.files) throw tooMany();
  return belowManifest(
    entries
      .filter(({ entry }) => entry.type !== 'Directory')
      .map(({ entry, parts }) => ({ path: entry.path.replace(/^\.\//, ''), bytes: Buffer.concat(parts) })),
  );
}

/** npm puts everything below `package/`; others put it at the top. */
function belowManifest(files: readonly PackageFile[]): readonly PackageFile[] {
  const paths = files.map(({ path }) => path);
  const manifest = paths.includes(manifestName)
    ? manifestName
    : paths.find((path) => /^[^/]+\/[^/]+$/.test(path) && path.endsWith(`/${manifestName}`));
  if (manifest === undefined) throw marketError('invalid', `The package has no ${manifestName}`, `包中没有 ${manifestName}`);
  const top = manifest.slice(0, -manifestName.length);
  const seen = new Set<string>();
  return files.map(({ path, bytes }) => {
    const inner = path.startsWith(top) ? path.slice(top.length) : '../';
    if (!innerPath.safeParse(inner).success) throw leadsOut(path);
    // On some file systems `A` and `a` are one file, and the second would take the place of the first.
    const folded = inner.normalize('NFC').toLowerCase();
    if (seen.has(folded)) throw marketError('invalid', `The package has ${path} twice`, `包中重复出现 ${path}`);
    seen.add(folded);
    return { path: inner, bytes };
  });
}

function unzip(tarball: Buffer): Buffer {
  try {
    const unzipped = gunzipSync(tarball, { maxOutputLength: limits.bytes });
    // The parser would unpack what is packed twice, and that without a limit of ours.
    if (unzipped[0] === 0x1f && unzipped[1] === 0x8b) throw new TypeError('it is packed twice');
    return unzipped;
  } catch (cause) {
    const isLarge = cause instanceof RangeError || (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE');
    if (isLarge) {
      const limit = `${limits.bytes / 1_048_576} MiB`;
      throw marketError('too-large', `The package unpacks to more than ${limit}`, `包解压后超过 ${limit}`, cause);
    }
    throw notTar(cause);
  }
}

function notTar(cause: unknown): Error {
  return marketError('invalid', `The package is no .tgz: ${messageOf(cause)}`, `不是有效的 .tgz 包：${messageOf(cause)}`, cause);
}

function oddEntry({ type, path }: ReadEntry): Error {
  const shown = path.slice(0, 200);
  return marketError(
    'invalid',
    `The package has ${shown}, which is a ${type}; only plain files and folders are taken`,
    `包中的 ${shown} 类型为 ${type}，仅允许普通文件和目录`,
  );
}

function leadsOut(path: string): Error {
  const shown = path.slice(0, 200);
  return marketError('invalid', `The package has the path ${shown}, which leads out of its folder`, `包中的路径 ${shown} 越出了插件目录`);
}

function tooMany(): Error {
  return marketError('too-large', `The package has more than ${limits.files} entries`, `包中的条目超过 ${limits.files} 个`);
}
