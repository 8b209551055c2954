/** Looks for a Temporal server that is already on this machine. */

import { execFile } from 'node:child_process';
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Executable {
  readonly path: string;
  /** What `--version` says: the server's version. */
  readonly version: string;
}

/** The version that is built when none is found. Later tags don't build by `go install`: they hold replace directives. */
export const temporalVersion = 'v1.5.1';

/** Older servers lack list attributes or the HTTP API that readiness is read from. */
const oldestServer = [1, 24] as const;

export interface Places {
  /** The directories of PATH, as one string. */
  readonly path: string;
  /** Where the Temporal SDK leaves its downloads. */
  readonly temporaryDirectory: string;
  /** Where we keep our own build, for every data directory of this user. */
  readonly cacheDirectory: string;
}

export function builtPath(cacheDirectory: string): string {
  return join(cacheDirectory, `temporal-${temporalVersion}`, 'temporal');
}

/** The first that works of: PATH, the SDK's download, our own build. Null when there is none. */
export async function findTemporal(places: Places): Promise<Executable | null> {
  const onPath = places.path
    .split(delimiter)
    .filter(Boolean)
    .map((directory) => join(directory, 'temporal'));
  for (const path of [...onPath, ...sdkDownloads(places.temporaryDirectory), builtPath(places.cacheDirectory)]) {
    const version = isExecutable(path) ? await serverVersion(path) : null;
    if (version !== null) return { path, version };
  }
  return null;
}

/** Null for a file that is no Temporal CLI with a server in it, or one that is too old. */
export async function serverVersion(path: string): Promise<string | null> {
  const output = await new Promise<string>((resolve) => {
    execFile(path, ['--version'], { timeout: 10_000, maxBuffer: 65_536 }, (error, stdout) => resolve(error === null ? stdout : ''));
  });
  const found = /Server (\d+)\.(\d+)\.(\d+)/.exec(output);
  if (found === null) return null;
  const [major, minor] = [Number(found[1]), Number(found[2])];
  const isRecent = major > oldestServer[0] || (major === oldestServer[0] && minor >= oldestServer[1]);
  return isRecent ? `${found[1]}.${found[2]}.${found[3]}` : null;
}

/** The directory is open to everybody on the machine, so only files that nobody else could have put there or changed are run. */
function sdkDownloads(directory: string): readonly string[] {
  try {
    const names = readdirSync(directory).filter((name) => /^temporal-sdk-typescript-\d+\.\d+\.\d+$/.test(name));
    return names.map((name) => join(directory, name)).filter(isOursAlone);
  } catch {
    return [];
  }
}

function isOursAlone(path: string): boolean {
  const status = statSync(path, { throwIfNoEntry: false });
  return status?.isFile() === true && status.uid === process.getuid?.() && (status.mode & 0o022) === 0;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
