/** Takes one look at a system of the pool: limited in time, never throwing, masked and bounded. */

import type { Clock } from '../domain/clock.ts';
import { evidenceLimits, type Facts, type Look, type Series } from '../domain/evidence.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';
import { sameText } from '../domain/text.ts';
import { startAwakeLimit } from './awake-limit.ts';
import { hostOf, type SystemPool } from './pool.ts';

export interface TakeLookDeps {
  readonly pool: SystemPool;
  readonly clock: Clock;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
  readonly metrics: { probe(kind: string, probe: string, status: string, ms: number): void };
}

export interface LookTarget {
  readonly systemId: string;
  readonly probe: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A look as it may be kept and shown. */
export interface TakenLook extends Look {
  readonly isTruncated: boolean;
}

/** `aboutMs` is the moment that it is about, epoch ms. */
export async function takeLook(deps: TakeLookDeps, order: LookTarget, aboutMs: number): Promise<TakenLook> {
  return presentable(await look(deps, order, aboutMs));
}

async function look(deps: TakeLookDeps, order: LookTarget, aboutMs: number): Promise<Look> {
  const system = deps.pool.get(order.systemId);
  const probe = system?.kind.probes.find((each) => each.name === order.probe);
  if (system === null || probe === undefined) return failed(order, `System '${order.systemId}' has no probe '${order.probe}'`);
  const parameters = probe.parameters.safeParse(order.parameters);
  if (!parameters.success)
    return failed(
      order,
      `Probe '${order.probe}' refused its parameters: ${parameters.error.issues.map((issue) => issue.message).join('; ')}`,
    );

  const startedMs = deps.clock.now();
  const timer = new AbortController();
  const limit = startAwakeLimit(probe.timeoutMs, () => timer.abort());
  try {
    const { entry } = system;
    const host = hostOf(deps.pool, entry);
    const around = { host, neighbour: deps.pool.get, assumedLogs: system.assumedLogs?.() ?? [] };
    const context = { clock: deps.clock, signal: timer.signal, aboutMs, entry, ...around };
    const given = await Promise.race([
      probe.look(system.client, parameters.data, context),
      timeoutOf(timer.signal, order, probe.timeoutMs),
    ]);
    const seen =
      isLate(given) && limit.heldUpMs() > Math.max(heldUp.ms, probe.timeoutMs * heldUp.shareOfLimit)
        ? ownDelay(given, limit.heldUpMs())
        : given;
    deps.metrics.probe(system.kind.kind, probe.name, seen.status, deps.clock.now() - startedMs);
    return seen;
  } catch (error) {
    deps.log.warn(
      { system: order.systemId, probe: order.probe, reason: maskSecrets(String(error)) },
      'A probe threw; probes answer instead',
    );
    deps.metrics.probe(system.kind.kind, probe.name, 'failed', deps.clock.now() - startedMs);
    return failed(order, error instanceof Error ? error.message : String(error));
  } finally {
    limit.stop();
  }
}

/** From this on, what came late says more about Zhiban than about the system. */
const heldUp = { ms: 1_000, shareOfLimit: 0.25 };

function isLate({ status, problem }: Look): boolean {
  return status === 'timeout' || problem === 'timed-out';
}

/** A look that was late while this process did not get to run accuses nobody. */
function ownDelay({ query }: Look, heldUpMs: number): Look {
  const seconds = (heldUpMs / 1_000).toFixed(1);
  return {
    status: 'failed',
    reason: `No answer in time, but Zhiban itself was held up for ${seconds} s meanwhile: this says nothing about the system`,
    headline: {
      'zh-CN': `未在时限内得到响应，但值班程序自身此间停滞了 ${seconds} 秒，不能据此判断系统`,
      en: `no answer in time, but Zhiban itself was held up for ${seconds} s: this says nothing about the system`,
    },
    facts: {},
    query,
    text: '',
  };
}

/** A probe that ignores its signal is left behind; the answer doesn't wait for it. */
function timeoutOf(signal: AbortSignal, order: LookTarget, timeoutMs: number): Promise<Look> {
  return new Promise((resolve) => {
    const onAbort = (): void => {
      const seconds = timeoutMs / 1_000;
      resolve({
        status: 'timeout',
        reason: `No answer within ${seconds} s`,
        problem: 'timed-out',
        headline: { 'zh-CN': `${seconds} 秒内没有响应`, en: `no answer within ${seconds} s` },
        facts: {},
        query: order.probe,
        text: '',
      });
    };
    // A grace of a fifth lets a probe that honours the signal say more than that it was late.
    signal.addEventListener('abort', () => startAwakeLimit(timeoutMs / 5, onAbort), { once: true });
  });
}

function failed(order: LookTarget, reason: string): Look {
  return { status: 'failed', reason, headline: sameText(reason.slice(0, 200)), facts: {}, query: order.probe, text: '' };
}

function presentable(seen: Look): TakenLook {
  const { text, isCut } = cutBytes(maskSecrets(seen.text), evidenceLimits.textBytes);
  return {
    status: seen.status,
    ...(seen.reason === undefined ? {} : { reason: maskSecrets(seen.reason).slice(0, 500) }),
    ...(seen.problem === undefined ? {} : { problem: seen.problem }),
    headline: { 'zh-CN': maskSecrets(seen.headline['zh-CN']).slice(0, 300), en: maskSecrets(seen.headline.en).slice(0, 300) },
    facts: boundFacts(seen.facts),
    query: maskSecrets(seen.query).slice(0, 2_000),
    text,
    isTruncated: isCut,
    ...(seen.series === undefined ? {} : { series: boundSeries(seen.series) }),
  };
}

function boundFacts(facts: Facts): Facts {
  const entries = Object.entries(facts).slice(0, evidenceLimits.factsMax);
  return Object.fromEntries(
    entries.map(([name, value]) => {
      if (typeof value === 'number' && !Number.isFinite(value)) return [name, null];
      return [name, typeof value === 'string' ? maskSecrets(value).slice(0, evidenceLimits.factTextLength) : value];
    }),
  );
}

function boundSeries(series: readonly Series[]): readonly Series[] {
  return series.slice(0, evidenceLimits.seriesMax).map((each) => ({
    ...each,
    times: each.times.slice(-evidenceLimits.pointsMax),
    values: each.values.slice(-evidenceLimits.pointsMax),
  }));
}

/** Cuts at a character's border. */
function cutBytes(text: string, bytesMax: number): { readonly text: string; readonly isCut: boolean } {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= bytesMax) return { text, isCut: false };
  return {
    text: bytes
      .subarray(0, bytesMax)
      .toString('utf8')
      .replace(/\uFFFD$/, ''),
    isCut: true,
  };
}
