/** Reads a plugin's folder for publishing, and makes the `.tgz` of it: the same bytes for the same files, whenever and wherever. */

import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create } from 'tar';
import { indexLimits, innerPath } from './index-file.ts';
import { marketError } from './market-error.ts';
import type { PackageFile } from './package-files.ts';

/** All files but those that begin with a dot and `node_modules` (unless the package lists dependencies, which must come along). */
export function readFolder(directory: string): readonly PackageFile[] {
  const isWhole = hasDependencies(directory);
  const found: PackageFile[] = [];
  let bytesLeft: number = indexLimits.packageBytes;
  const visit = (folder: string): void => {
    for (const name of readdirSync(join(directory, folder)).sort()) {
      if (name.startsWith('.') || (name === 'node_modules' && folder === '' && !isWhole)) continue;
      const path = folder === '' ? name : `${folder}/${name}`;
      const stat = lstatSync(join(directory, path));
      if (stat.isDirectory()) visit(path);
      else if (stat.isFile() && innerPath.safeParse(path).success) {
        bytesLeft -= stat.size;
        if (bytesLeft < 0 || found.length >= indexLimits.filesOfFolder) throw tooLarge(directory);
        found.push({ path, bytes: readFileSync(join(directory, path)) });
      } else throw odd(path);
    }
  };
  visit('');
  return found;
}

export async function packFolder(directory: string, files: readonly PackageFile[]): Promise<Buffer> {
  const options = { gzip: { level: 9 }, cwd: directory, portable: true, prefix: 'package', mtime: new Date(0), strict: true } as const;
  const parts: Buffer[] = [];
  for await (const part of create(
    options,
    files.map(({ path }) => path),
  ))
    parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

function hasDependencies(directory: string): boolean {
  try {
    const { dependencies } = Object(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')));
    return Object.keys(Object(dependencies)).length > 0;
  } catch {
    return false;
  }
}

function odd(path: string): Error {
  return marketError(
    'invalid',
    `${path} is neither a plain file nor a folder; a package has no others`,
    `${path} 不是普通文件或目录，无法打包`,
  );
}

function tooLarge(directory: string): Error {
  const { packageBytes, filesOfFolder } = indexLimits;
  const limit = `${packageBytes / 1_048_576} MiB`;
  return marketError(
    'too-large',
    `${directory} is too large for a package: at most ${limit} in ${filesOfFolder} files`,
    `${directory} 过大，无法打包：最多 ${filesOfFolder} 个文件、共 ${limit}`,
  );
}
