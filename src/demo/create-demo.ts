/**
 * The demo: something real is started, broken and watched; its alert goes through the real intake like any other.
 * The rest is left to the person and the bot. At most one runs at a time; the end removes everything.
 */

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../domain/clock.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { DemoControl } from '../operations/deps.ts';
import type { SystemPool } from '../systems/pool.ts';
import { goneService, hungService } from './orders-scenarios.ts';
import { fullCache, leakedConnections } from './redis-scenarios.ts';
import type { DemoScenario, RunningDemo } from './scenario.ts';

export interface DemoDeps {
  readonly pool: SystemPool;
  readonly clock: Clock;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
  readonly home: string;
  readonly hookUrl: string;
  readonly hookToken: string;
}

interface Watched {
  readonly scenario: DemoScenario;
  readonly running: RunningDemo;
  readonly directory: string;
  readonly stop: AbortController;
  readonly watching: Promise<void>;
}

const scenarios: readonly DemoScenario[] = [hungService, goneService, fullCache, leakedConnections];

/** How often the demo's own monitor looks, and how many bad looks in a row make an alert. */
const lookEveryMs = 700;
const badLooksForAlert = 2;
const goodLooksForEnd = 2;
/** A demo that everybody forgot ends by itself. */
const lifetimeMs = 30 * 60 * 1_000;

export function createDemo(deps: DemoDeps): DemoControl {
  let current: Watched | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One start or end at a time, however many people press the button. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const own = last.then(work);
    last = own.catch(() => undefined);
    return own;
  }

  async function end(): Promise<readonly string[]> {
    const ended = current;
    current = null;
    if (ended === null) return [];
    ended.stop.abort();
    await ended.watching;
    const removed = await ended.running.remove();
    await deps.pool.removeExtra(ended.running.systems.map((entry) => entry.id));
    await rm(ended.directory, { recursive: true, force: true });
    return [...removed, ...ended.running.systems.map((entry) => entry.id)];
  }

  return {
    list: (locale) =>
      scenarios.map((scenario) => ({
        scenario: scenario.name,
        title: scenario.title[locale],
        description: scenario.description[locale],
        isAvailable: scenario.unavailable() === null,
        unavailableBecause: scenario.unavailable()?.[locale] ?? null,
        isRunning: current?.scenario === scenario,
      })),
    start: (name) => inTurn(() => start(name)),
    end: () => inTurn(end),
  };

  async function start(name: string): Promise<string> {
    const scenario = scenarios.find((each) => each.name === name);
    if (scenario === undefined)
      throw new ZhibanError(
        'not-found',
        `There is no demo '${name.slice(0, 60)}'; there are ${scenarios.map((each) => each.name).join(', ')}`,
      );
    const missing = scenario.unavailable();
    if (missing !== null) throw new ZhibanError('unavailable', missing.en);
    if (current !== null) await end();
    await mkdir(join(deps.home, 'demo'), { recursive: true });
    const directory = await mkdtemp(join(deps.home, 'demo', `${name}-`));
    const running = await scenario.start(directory).catch(async (error: unknown) => {
      await rm(directory, { recursive: true, force: true });
      throw error;
    });
    const taken = running.systems.find((entry) => deps.pool.get(entry.id) !== null);
    if (taken !== undefined) {
      await running.remove();
      await rm(directory, { recursive: true, force: true });
      throw new ZhibanError('conflict', `The demo needs the name '${taken.id}', which a system of the configuration has: rename that one`);
    }
    deps.pool.addExtra(running.systems);
    const stop = new AbortController();
    const watching = watch(deps, running, stop.signal, () => void inTurn(end));
    current = { scenario, running, directory, stop, watching };
    await running.breakIt();
    return running.alert.summary;
  }
}

/** A monitor as small as can be: two bad looks fire, two good ones resolve. */
async function watch(deps: DemoDeps, running: RunningDemo, signal: AbortSignal, onLifetime: () => void): Promise<void> {
  const startedMs = deps.clock.now();
  let bad = 0;
  let good = 0;
  let firingSince: string | null = null;
  while (!signal.aborted) {
    if (await running.hurts()) [bad, good] = [bad + 1, 0];
    else [bad, good] = [0, good + 1];
    if (firingSince === null && bad >= badLooksForAlert) {
      firingSince = new Date(deps.clock.now()).toISOString();
      await notify(deps, running, 'firing', firingSince);
    } else if (firingSince !== null && good >= goodLooksForEnd) {
      await notify(deps, running, 'resolved', firingSince);
      firingSince = null;
    }
    if (deps.clock.now() - startedMs > lifetimeMs) {
      onLifetime();
      break;
    }
    await deps.clock.sleep(lookEveryMs, signal).catch(() => undefined);
  }
  if (firingSince !== null) await notify(deps, running, 'resolved', firingSince);
}

/** Through the door that Alertmanager uses. */
async function notify(deps: DemoDeps, running: RunningDemo, status: 'firing' | 'resolved', startsAt: string): Promise<void> {
  const { alertname, severity, summary, labels } = running.alert;
  const alert = {
    status,
    labels: { alertname, severity, zhiban_demo: 'true', ...labels },
    annotations: { summary },
    startsAt,
    endsAt: status === 'resolved' ? new Date(deps.clock.now()).toISOString() : '0001-01-01T00:00:00Z',
    generatorURL: '',
  };
  const body = { version: '4', groupKey: `demo:${alertname}`, status, receiver: 'zhiban', groupLabels: { alertname }, alerts: [alert] };
  try {
    const headers = { authorization: `Bearer ${deps.hookToken}`, 'content-type': 'application/json' };
    const answer = await fetch(deps.hookUrl, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(5_000) });
    if (!answer.ok) deps.log.warn({ status: answer.status }, 'The demo’s alert was not taken in');
  } catch (error) {
    deps.log.warn({ reason: String(error) }, 'The demo’s alert could not be sent');
  }
}
