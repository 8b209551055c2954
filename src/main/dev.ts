/**
 * Everything in one, embedded: a light supervisor that finds or builds the Temporal server, runs it and the application beside each
 * other, starts again what ends, and stops what it started. It imports next to nothing, since it lives as long as they do.
 */

import { extname, join } from 'node:path';
import type { Environment } from '../config/environment.ts';
import type { Locale } from '../domain/text.ts';
import { type Application, startApplication } from './dev/application.ts';
import { type Engine, type EngineMessage, startEngine } from './dev/engine.ts';
import { endLeftovers } from './dev/leftovers.ts';
import { takeLock } from './dev/lock.ts';
import { type Occupant, readOccupant, removeOccupant, writeOccupant } from './dev/occupant.ts';
import { processIdentity } from './dev/process-identity.ts';
import { createScreen, type Screen } from './dev/screen.ts';
import { waitForStop } from './dev/stop-signal.ts';
import { words } from './dev/words.ts';

export interface DevOptions {
  readonly environment: Environment;
  /** Default: ZHIBAN_LOCALE, then the terminal's, then Chinese. */
  readonly locale?: Locale;
  /** The application's entry; tests put a small one here. */
  readonly appPath?: string;
  /** Where a built Temporal server is kept; default the user's cache. */
  readonly cacheDirectory?: string;
  readonly write?: (text: string) => void;
}

/** Runs until it is stopped or can't go on. Answers the exit code: 0 stopped, 1 failed, 3 refused since it already runs here. */
export async function startDev(options: DevOptions): Promise<number> {
  const { environment } = options;
  const { home } = environment;
  const write = options.write ?? ((text) => void process.stdout.write(text));
  const locale = options.locale ?? environment.locale ?? environment.terminalLocale ?? 'zh-CN';
  const screen = createScreen({ write, locale, isTerminal: options.write === undefined && process.stdout.isTTY === true });
  const lock = takeLock(home, 'supervisor');
  if (lock === null) {
    refuse(write, home);
    return 3;
  }
  try {
    screen.say(words.starting, { home });
    const names = await endLeftovers(readOccupant(home));
    if (names.length > 0) screen.say(words.leftovers, { names: names.join(', ') });
    return await run(options, screen);
  } finally {
    removeOccupant(home);
    lock.release();
  }
}

/** In both languages: who is refused may be a script, a service or a colleague with another setting. */
function refuse(write: (text: string) => void, home: string): void {
  const occupant = readOccupant(home);
  for (const locale of ['zh-CN', 'en'] as const) {
    const values = { home, pid: occupant?.pid ?? '?', url: occupant?.url ?? words.unknownAddress[locale] };
    createScreen({ write, locale, isTerminal: false }).say(words.occupied, values);
  }
}

interface Parts {
  engine: Engine | null;
  application: Application | null;
  engineState?: EngineMessage;
}

async function run(options: DevOptions, screen: Screen): Promise<number> {
  const { environment } = options;
  const stopSignal = waitForStop();
  const note = createNote(environment.home);
  const parts: Parts = { engine: null, application: null };
  if (environment.temporalAddress === null) {
    parts.engine = await startEngine({
      environment,
      screen,
      onState: (message) => {
        parts.engineState = message;
        parts.application?.tell(message);
      },
      onStarted: (pid) => note.child('temporal', pid),
      ...(options.cacheDirectory === undefined ? {} : { cacheDirectory: options.cacheDirectory }),
    });
  } else screen.say(words.engineExternal, { address: environment.temporalAddress });
  const application = startApplication({
    path: options.appPath ?? join(import.meta.dirname, `app${extname(import.meta.filename)}`),
    environment,
    temporalAddress: environment.temporalAddress ?? parts.engine?.address ?? '',
    engineState: parts.engineState,
    screen,
    onStarted: (pid) => note.child('app', pid),
    onReady: (url, isAgain) => {
      note.url(new URL(url).origin);
      if (isAgain) screen.say(words.appBack, { url: new URL(url).origin });
      else welcome(screen, url, environment.home);
    },
  });
  parts.application = application;
  const reason = await Promise.race([stopSignal.asked.then(() => 'asked' as const), application.ended]);
  if (reason === 'asked') screen.say(words.stopping);
  await stopInOrder(application, parts.engine, stopSignal.insisted);
  stopSignal.forget();
  if (reason === 'asked') screen.say(words.stopped, { home: environment.home });
  return reason === 'failed' ? 1 : 0;
}

/** The application first, since it hands its work back to the engine; together they have 9.5 s. */
async function stopInOrder(application: Application, engine: Engine | null, insisted: Promise<void>): Promise<void> {
  void insisted.then(() => {
    application.kill();
    engine?.kill();
  });
  await application.stop(7_000);
  await engine?.stop(2_500);
}

/** Keeps the record of who runs here up to date. */
function createNote(home: string): { child(name: string, pid: number): void; url(url: string): void } {
  const children = new Map<string, Occupant['children'][number]>();
  let url: string | null = null;
  const write = (): void => writeOccupant(home, { pid: process.pid, url, children: [...children.values()] });
  write();
  return {
    child: (name, pid) => {
      children.set(name, { name, pid, identity: processIdentity(pid) ?? '' });
      write();
    },
    url: (origin) => {
      url = origin;
      write();
    },
  };
}

function welcome(screen: Screen, url: string, home: string): void {
  screen.raw('');
  screen.say(words.ready);
  screen.raw(`  ${url}`);
  screen.raw('');
  screen.say(words.tryTitle);
  for (const text of [words.tryAsk, words.tryDemo, words.tryHook]) {
    screen.say(
      { 'zh-CN': `  · ${text['zh-CN']}`, en: `  · ${text.en}` },
      {
        url: `${new URL(url).origin}/hooks/alertmanager`,
      },
    );
  }
  screen.raw('');
  screen.say(words.where, { home, logs: join(home, 'logs') });
}
