/** Builds the Temporal server from its Go module, once for every data directory of this user. */

import { accessSync, chmodSync, constants, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { builtPath, type Executable, serverVersion, temporalVersion } from './find-temporal.ts';
import { takeLock } from './lock.ts';
import { runProcess } from './run-process.ts';

export interface BuildProgress {
  readonly step: 'waiting' | 'downloading' | 'compiling' | 'linking';
  readonly seconds: number;
  readonly packages: number;
  readonly packagesAbout: number;
}

export type BuildFailure = 'no-go' | 'failed' | 'stopped';

/** What a person must do; the supervisor has the words for each. */
export class BuildError extends Error {
  readonly kind: BuildFailure;
  readonly tail: readonly string[];

  constructor(kind: BuildFailure, message: string, tail: readonly string[] = []) {
    super(message);
    this.name = 'BuildError';
    this.kind = kind;
    this.tail = tail;
  }
}

/** What `go install -v` listed on an empty build cache; with a filled one it lists fewer. */
const packagesAbout = 1_280;

/** Half an hour: on a slow network the modules alone (about 600 MB) can take most of it. */
const timeoutMs = 1_800_000;

export interface BuildOptions {
  readonly cacheDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly onProgress: (progress: BuildProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Waits when another process is building the same. Throws BuildError; when aborted, whatever was half built is removed. */
export async function buildTemporal(options: BuildOptions): Promise<Executable> {
  const target = builtPath(options.cacheDirectory);
  const startedAt = Date.now();
  const seconds = (): number => Math.round((Date.now() - startedAt) / 1_000);
  let lock = takeLock(dirname(target), 'build');
  while (lock === null) {
    options.onProgress({ step: 'waiting', seconds: seconds(), packages: 0, packagesAbout });
    await sleep(1_000, undefined, { signal: options.signal });
    lock = takeLock(dirname(target), 'build');
  }
  try {
    const version = await serverVersion(target);
    if (version !== null) return { path: target, version };
    return await install(options, target, seconds);
  } finally {
    lock.release();
  }
}

async function install(options: BuildOptions, target: string, seconds: () => number): Promise<Executable> {
  const go = findGo(options.environment.PATH ?? '');
  if (go === null) throw new BuildError('no-go', 'Cannot build the Temporal server: no Go on PATH');
  const directory = mkdtempSync(join(dirname(target), 'building-'));
  try {
    await runGo(go, directory, options, seconds);
    const built = join(directory, 'temporal');
    const version = await serverVersion(built);
    if (version === null) throw new BuildError('failed', `Cannot use what Go built: '${built} --version' names no server`);
    mkdirSync(dirname(target), { recursive: true });
    chmodSync(built, 0o755);
    renameSync(built, target);
    return { path: target, version };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function runGo(go: string, directory: string, options: BuildOptions, seconds: () => number): Promise<void> {
  const module = `github.com/temporalio/cli/cmd/temporal@${temporalVersion}`;
  const state = { step: 'downloading' as BuildProgress['step'], packages: 0 };
  const started = runProcess({
    command: go,
    arguments: ['install', '-v', '-trimpath', '-ldflags', '-s -w', module],
    // No C compiler is asked for.
    environment: { HOME: homedir(), ...options.environment, GOBIN: directory, CGO_ENABLED: '0' },
    onLine: (line) => readLine(line, state),
  });
  const ticker = setInterval(() => options.onProgress({ ...state, seconds: seconds(), packagesAbout }), 1_000);
  const timer = setTimeout(started.kill, timeoutMs);
  options.signal?.addEventListener('abort', started.kill, { once: true });
  try {
    const exit = await started.exited;
    if (options.signal?.aborted) throw new BuildError('stopped', 'Stopped while the Temporal server was being built');
    if (exit.code === 0) return;
    throw new BuildError('failed', `Cannot build the Temporal server: 'go install' ended with ${exit.signal ?? exit.code}`, exit.tail);
  } finally {
    clearInterval(ticker);
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', started.kill);
  }
}

function readLine(line: string, state: { step: BuildProgress['step']; packages: number }): void {
  if (line.startsWith('go: ')) return;
  state.packages += 1;
  // The main package is the last to be compiled; after it only the linker runs.
  state.step = line.trim().endsWith('temporalio/cli/cmd/temporal') ? 'linking' : 'compiling';
}

/** Where the usual installers put Go is looked at too: a fresh shell often lacks it on PATH. */
export function findGo(path: string): string | null {
  const directories = [...path.split(delimiter).filter(Boolean), '/usr/local/go/bin', '/usr/lib/go/bin', '/opt/homebrew/bin'];
  return directories.map((directory) => join(directory, 'go')).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
