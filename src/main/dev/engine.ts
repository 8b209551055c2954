/** The embedded workflow engine over the supervisor's life: found or built, started, started again, stopped. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../config/environment.ts';
import type { LocalText } from '../../domain/text.ts';
import { BuildError, type BuildProgress } from './build-temporal.ts';
import type { Executable } from './find-temporal.ts';
import { findFreePort } from './free-port.ts';
import { type Down, type Kept, keepRunning } from './keep-running.ts';
import { openLogFile } from './log-file.ts';
import type { Screen } from './screen.ts';
import { resolveTemporal, startTemporalServer, userCacheDirectory } from './temporal.ts';
import { words } from './words.ts';

/** The supervisor tells it to the application, which shows it while the engine isn't there. */
export interface EngineMessage {
  readonly type: 'engine';
  readonly state: 'building' | 'starting' | 'ready' | 'down';
  /** How far the build is, or why it is down; in the supervisor's language. */
  readonly detail: string;
}

export interface Engine {
  /** Known before the server runs, and the same when it is started again, so that workers only have to reconnect. */
  readonly address: string;
  readonly pid: number | null;
  stop(graceMs: number): Promise<void>;
  kill(): void;
}

export interface EngineOptions {
  readonly environment: Environment;
  readonly screen: Screen;
  readonly onState: (message: EngineMessage) => void;
  /** Each time a server process was started, with its number. */
  readonly onStarted: (pid: number) => void;
  readonly cacheDirectory?: string;
}

/** Answers at once; finding, building and starting go on behind. Without Go and without a server it says so and stays down. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const port = await findFreePort();
  const aborter = new AbortController();
  let kept: Kept | null = null;
  const begun = resolve(options, aborter.signal).then((executable) => {
    if (executable !== null && !aborter.signal.aborted) kept = keepServer(options, executable, port);
  });
  return {
    address: `127.0.0.1:${port}`,
    get pid() {
      return kept?.pid ?? null;
    },
    stop: async (graceMs) => {
      aborter.abort();
      await begun;
      await kept?.stop(graceMs);
    },
    kill: () => {
      aborter.abort();
      kept?.kill();
    },
  };
}

async function resolve(options: EngineOptions, signal: AbortSignal): Promise<Executable | null> {
  const { environment, screen, onState } = options;
  let isAnnounced = false;
  const onProgress = (progress: BuildProgress): void => {
    if (!isAnnounced) screen.say(words.engineMissing);
    isAnnounced = true;
    const values = { ...progress };
    screen.progress(progressText[progress.step], values);
    onState({ type: 'engine', state: 'building', detail: screen.fill(progressText[progress.step], values) });
  };
  try {
    const cacheDirectory = options.cacheDirectory ?? userCacheDirectory(environment.variables, homedir());
    return await resolveTemporal({ environment: environment.variables, cacheDirectory, onProgress, signal });
  } catch (error) {
    if (!signal.aborted) explainFailure(screen, error);
    const isGoMissing = error instanceof BuildError && error.kind === 'no-go';
    onState({ type: 'engine', state: 'down', detail: screen.fill(isGoMissing ? words.noGo : words.engineUnbuilt) });
    return null;
  }
}

const progressText = {
  waiting: words.buildWaiting,
  downloading: words.buildDownloading,
  compiling: words.buildCompiling,
  linking: words.buildLinking,
} satisfies Record<BuildProgress['step'], LocalText>;

function explainFailure(screen: Screen, error: unknown): void {
  if (error instanceof BuildError && error.kind === 'no-go') {
    screen.say(words.noGo);
    return;
  }
  screen.say(words.buildFailed, { reason: error instanceof Error ? error.message : String(error) });
  if (error instanceof BuildError) for (const line of error.tail.slice(-10)) screen.raw(`  ${line}`);
}

function keepServer(options: EngineOptions, executable: Executable, port: number): Kept {
  const { environment, screen, onState } = options;
  const logPath = join(environment.home, 'logs', 'temporal.log');
  const log = openLogFile(logPath);
  return keepRunning({
    start: async () => {
      onState({ type: 'engine', state: 'starting', detail: '' });
      const databasePath = join(environment.home, 'temporal.db');
      const server = await startTemporalServer({
        executable: executable.path,
        databasePath,
        port,
        log,
        environment: environment.variables,
      });
      options.onStarted(server.pid);
      return server;
    },
    onReady: (isAgain) => {
      onState({ type: 'engine', state: 'ready', detail: '' });
      screen.say(isAgain ? words.engineBack : words.engineReady, { version: executable.version });
    },
    onDown: (down) => {
      onState({ type: 'engine', state: 'down', detail: down.reason });
      explainDown(options, down, logPath);
    },
    failuresMax: 6,
    // A full disk is freed and a wrong owner corrected while we run; the console stays up meanwhile.
    slowRetryMs: 60_000,
  });
}

function explainDown({ screen, environment }: EngineOptions, down: Down, log: string): void {
  const seconds = (down.delayMs ?? 0) / 1_000;
  const values = { reason: down.reason, seconds, failures: down.failures, home: environment.home, log };
  screen.say(seconds >= 60 ? words.engineFailing : words.engineDown, values);
}
