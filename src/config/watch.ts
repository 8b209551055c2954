/** Follows the configuration file. A file with a problem never replaces a good one: the old stays and everybody is told. */

import { createHash } from 'node:crypto';
import { type FSWatcher, readFileSync, unwatchFile, watch, watchFile } from 'node:fs';
import { basename, dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../domain/clock.ts';
import type { LoadedConfig, LoadOptions } from './load.ts';
import { parseConfig } from './load.ts';
import { ConfigError, formatProblem } from './problem.ts';
import type { Config } from './schema.ts';

/** What is opened once at start: a change of these is read, told and has no effect until the next start. */
export const restartKeys = ['host', 'adapters', 'plugins', 'database', 'temporal'] as const satisfies readonly (keyof Config)[];

export interface ConfigChange {
  readonly previous: LoadedConfig;
  readonly current: LoadedConfig;
  /** Top-level keys that differ. */
  readonly changed: readonly (keyof Config)[];
  /** Those of them that need a restart. */
  readonly needsRestart: readonly (keyof Config)[];
}

export interface ConfigState {
  readonly path: string | null;
  readonly loadedAt: string;
  /** Why the file as it stands now is not in force; null when it is. */
  readonly problem: string | null;
  /** Keys that were changed since the start and wait for a restart. */
  readonly needsRestart: readonly (keyof Config)[];
}

export interface ConfigWatcher {
  current(): LoadedConfig;
  state(): ConfigState;
  /** Reads the file now, whether or not it seems to have changed; true when it is in force. */
  reload(): boolean;
  close(): void;
}

export interface WatchOptions {
  readonly initial: LoadedConfig;
  /** The path may be of a file that is not there yet: it is taken up once it is. */
  readonly load: LoadOptions;
  readonly clock: Clock;
  readonly log: {
    info(fields: Readonly<Record<string, unknown>>, message: string): void;
    warn(fields: Readonly<Record<string, unknown>>, message: string): void;
    error(fields: Readonly<Record<string, unknown>>, message: string): void;
  };
  /** Called after a good file has taken the place of another; must not throw. */
  onChange(change: ConfigChange): void;
  readonly debounceMs?: number;
}

/** Watches the folder, because editors and container platforms replace files; SIGHUP reads again in any case. */
export function watchConfig(options: WatchOptions): ConfigWatcher {
  const follower = new ConfigFollower(options);
  follower.open();
  return {
    current: () => follower.current,
    state: () => follower.state(),
    reload: () => follower.reload('asked'),
    close: () => follower.close(),
  };
}

class ConfigFollower {
  current: LoadedConfig;
  private readonly options: WatchOptions;
  private readonly atStart: LoadedConfig;
  private readonly path: string | null;
  private loadedAt: string;
  private problem: string | null = null;
  private fingerprint: string | null;
  private watcher: FSWatcher | null = null;
  private timer: NodeJS.Timeout | null = null;
  private readonly onSignal = (): void => void this.reload('signal');
  private readonly onStat = (): void => this.schedule();

  constructor(options: WatchOptions) {
    this.options = options;
    this.current = options.initial;
    this.atStart = options.initial;
    this.path = options.load.path;
    this.loadedAt = this.now();
    this.fingerprint = fingerprintOf(this.path);
  }

  open(): void {
    process.on('SIGHUP', this.onSignal);
    if (this.path === null) return;
    // The slow look sees what events miss: network file systems and files that are mounted one by one.
    watchFile(this.path, { interval: 5_000, persistent: false }, this.onStat);
    try {
      this.watcher = watch(dirname(this.path), { persistent: false }, (_event, name) => {
        if (name === null || name === basename(this.path ?? '') || name.startsWith('..')) this.schedule();
      });
      this.watcher.on('error', (error) =>
        this.options.log.warn({ error: error.message }, 'The folder of the configuration can no longer be watched'),
      );
    } catch (error) {
      this.options.log.warn(
        { error: messageOf(error) },
        'The folder of the configuration cannot be watched; it is looked at every 5 s instead',
      );
    }
  }

  close(): void {
    process.off('SIGHUP', this.onSignal);
    if (this.path !== null) unwatchFile(this.path, this.onStat);
    this.watcher?.close();
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  state(): ConfigState {
    return { path: this.path, loadedAt: this.loadedAt, problem: this.problem, needsRestart: restartNeeds(this.atStart, this.current) };
  }

  reload(reason: 'asked' | 'signal' | 'changed'): boolean {
    if (this.path === null) return true;
    const fingerprint = fingerprintOf(this.path);
    // None was ever there.
    if (fingerprint === null && this.fingerprint === null && this.problem === null) return true;
    this.fingerprint = fingerprint;
    const next = this.read();
    if (next === null) return false;
    const previous = this.current;
    const changed = changedKeys(previous, next);
    this.current = next;
    this.loadedAt = this.now();
    this.problem = null;
    const needsRestart = restartNeeds(previous, next);
    this.options.log.info({ path: this.path, reason, changed }, 'The configuration was read again');
    for (const warning of next.warnings) {
      this.options.log.warn({ problem: formatProblem(this.path, warning, 'en') }, 'The configuration has a weak spot');
    }
    if (needsRestart.length > 0) this.options.log.warn({ keys: needsRestart }, 'A changed key takes effect at the next start');
    this.options.onChange({ previous, current: next, changed, needsRestart });
    return true;
  }

  private read(): LoadedConfig | null {
    try {
      return parseConfig(readFileSync(this.path ?? '', 'utf8'), this.options.load);
    } catch (error) {
      const problems =
        error instanceof ConfigError ? error.problems.map((one) => formatProblem(error.file, one, 'en')) : [messageOf(error)];
      this.problem = problems.join('; ').slice(0, 4_000);
      this.options.log.error(
        { path: this.path, problems },
        'The changed configuration has problems and is not used; the one before stays in force',
      );
      return null;
    }
  }

  private schedule(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      if (fingerprintOf(this.path) !== this.fingerprint) this.reload('changed');
    }, this.options.debounceMs ?? 300);
    this.timer.unref();
  }

  private now(): string {
    return new Date(this.options.clock.now()).toISOString();
  }
}

function changedKeys(previous: LoadedConfig, next: LoadedConfig): readonly (keyof Config)[] {
  const keys = Object.keys(next.config) as readonly (keyof Config)[];
  const isSame = (key: keyof Config): boolean =>
    key === 'systems' ? isDeepStrictEqual(previous.systems, next.systems) : isDeepStrictEqual(previous.config[key], next.config[key]);
  return keys.filter((key) => !isSame(key));
}

function restartNeeds(previous: LoadedConfig, next: LoadedConfig): readonly (keyof Config)[] {
  const needing: readonly string[] = restartKeys;
  return changedKeys(previous, next).filter((key) => needing.includes(key));
}

/** Null while the file is away, as it is for a moment when an editor replaces it. */
function fingerprintOf(path: string | null): string | null {
  if (path === null) return null;
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
