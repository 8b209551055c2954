/** The application over the supervisor's life: started, started again, given up with a reason. */

import { join } from 'node:path';
import type { Environment } from '../../config/environment.ts';
import { type AppProcess, startApp } from './app-process.ts';
import type { EngineMessage } from './engine.ts';
import { type Down, keepRunning } from './keep-running.ts';
import { openLogFile } from './log-file.ts';
import type { Screen } from './screen.ts';
import { words } from './words.ts';

export interface Application {
  readonly pid: number | null;
  /** Settles when it won't be started again. */
  readonly ended: Promise<'stopped' | 'failed'>;
  tell(message: EngineMessage): void;
  stop(graceMs: number): Promise<void>;
  kill(): void;
}

export interface ApplicationOptions {
  readonly path: string;
  readonly environment: Environment;
  readonly temporalAddress: string;
  /** What is known of the engine so far; later changes come by `tell`. */
  readonly engineState?: EngineMessage | undefined;
  readonly screen: Screen;
  readonly onStarted: (pid: number) => void;
  /** Each time it is ready; the address holds a one-time login. */
  readonly onReady: (url: string, isAgain: boolean) => void;
}

export function startApplication(options: ApplicationOptions): Application {
  const { environment, screen } = options;
  const logPath = join(environment.home, 'logs', 'app.log');
  const log = openLogFile(logPath);
  const warn = createWarner(screen);
  const state = { url: '', fatal: '', engine: options.engineState ?? null, app: null as AppProcess | null };
  const kept = keepRunning({
    start: async () => {
      const app = startApp({
        path: options.path,
        home: environment.home,
        environment: { ...environment.variables, ZHIBAN_HOME: environment.home, TEMPORAL_ADDRESS: options.temporalAddress },
        log,
        onWarning: warn,
        onMessage: (message) => {
          if (message.type === 'ready') state.url = message.url;
          else if (message.type === 'fatal') state.fatal = message.message;
          else sayConfigured(screen, message);
        },
      });
      state.app = app;
      options.onStarted(app.pid);
      return app;
    },
    onReady: (isAgain) => {
      if (state.engine !== null) state.app?.send(state.engine);
      options.onReady(state.url, isAgain);
    },
    onDown: (down) => explainDown(screen, down, state.fatal, logPath),
    // What can't be helped by starting again is not tried again.
    isHopeless: () => state.fatal !== '',
    failuresMax: 5,
  });
  return {
    get pid() {
      return kept.pid;
    },
    ended: kept.ended,
    tell: (message) => {
      state.engine = message;
      state.app?.send(message);
    },
    stop: kept.stop,
    kill: kept.kill,
  };
}

function sayConfigured(screen: Screen, { changed, needsRestart }: { changed: readonly string[]; needsRestart: readonly string[] }): void {
  const inForce = changed.filter((key) => !needsRestart.includes(key));
  if (inForce.length > 0 || needsRestart.length === 0) screen.say(words.configured, { keys: inForce.join(', ') || '-' });
  if (needsRestart.length > 0) screen.say(words.configuredLater, { keys: needsRestart.join(', ') });
}

function explainDown(screen: Screen, down: Down, fatal: string, log: string): void {
  if (fatal !== '') {
    screen.say(words.fatal, { message: fatal });
  } else if (down.delayMs !== null) {
    screen.say(words.appDown, { reason: withLastWords(down), seconds: down.delayMs / 1_000 });
  } else {
    screen.say(words.appFailed, { reason: down.reason, failures: down.failures, log });
    for (const line of down.tail.slice(-12)) screen.raw(`  ${line}`);
  }
}

/** `exit 1: Cannot find …`: of what it wrote last, the line that looks like the error itself. */
function withLastWords({ reason, tail }: Down): string {
  const line = tail.findLast((each) => /^(\w*Error\b|Cannot |Error:)/.test(each));
  return line === undefined ? reason : `${reason}: ${line.slice(0, 200)}`;
}

/** A warning that repeats is shown once a minute; all of them are in the log. */
function createWarner(screen: Screen): (line: string) => void {
  const shownAt = new Map<string, number>();
  return (line) => {
    const now = Date.now();
    if (now - (shownAt.get(line) ?? Number.NEGATIVE_INFINITY) < 60_000) return;
    if (shownAt.size > 200) shownAt.clear();
    shownAt.set(line, now);
    screen.raw(`⚠ ${line}`);
  };
}
