/** The points that a detection hasn't seen yet: one query over time, or one look that is sampled. */

import { createHash } from 'node:crypto';
import type { DetectionSpec, Trouble } from '../../domain/detection.ts';
import { textOfError } from '../../domain/errors.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import type { TenantStore } from '../../store/contract.ts';
import { startAwakeLimit } from '../../systems/awake-limit.ts';
import { ApiFailure } from '../../systems/http-api/failure.ts';
import { takeLook } from '../../systems/take-look.ts';
import { troubleOf } from '../../text/detection-troubles.ts';
import type { ActivityDeps } from '../deps.ts';
import type { Measured } from './learned-series.ts';

export type Points =
  | { readonly series: readonly Measured[]; readonly leftOut: number; readonly error: null }
  | { readonly series: readonly []; readonly leftOut: 0; readonly error: Trouble };

type ReadDeps = Pick<ActivityDeps, 'pool' | 'clock' | 'log' | 'metrics' | 'cancellation'>;

const queryWithinMs = 30_000;

/** `sinceMs` is the last point that is known; 0 for all of the history. Never throws for a system that can't be asked. */
export async function readPoints(deps: ReadDeps, store: TenantStore, spec: DetectionSpec, sinceMs: number): Promise<Points> {
  const system = deps.pool.get(spec.systemId);
  if (system === null) return failed('no-system', { system: spec.systemId });
  const stepMs = spec.everySeconds * 1_000;
  const toMs = Math.floor(deps.clock.now() / stepMs) * stepMs;
  const oldestMs = toMs - spec.historyHours * 3_600_000;
  if (spec.input.kind === 'look') return sample(deps, store, spec, spec.input, Math.max(oldestMs, sinceMs + 1));
  const { metricStore } = system.kind;
  if (metricStore === undefined) return failed('no-queries', { system: spec.systemId, type: system.kind.kind });
  const fromMs = Math.max(oldestMs, Math.floor(sinceMs / stepMs) * stepMs + stepMs);
  if (fromMs > toMs) return { series: [], leftOut: 0, error: null };
  const late = new AbortController();
  const limit = startAwakeLimit(queryWithinMs, () => late.abort());
  try {
    const request = { query: spec.input.query, fromMs, toMs, stepSeconds: spec.everySeconds, seriesMax: spec.seriesMax };
    const signal = AbortSignal.any([late.signal, deps.cancellation()]);
    const answer = await metricStore.range(system.client, request, { timeoutMs: queryWithinMs, signal });
    return { ...answer, error: null };
  } catch (error) {
    const { en, 'zh-CN': chinese } = textOfError(error);
    const reason = { en: boundedText(en), 'zh-CN': boundedText(chinese) };
    const isTooWide = error instanceof ApiFailure && error.code === 'series';
    return isTooWide ? failed('too-wide', { reason }) : failed('away', { system: spec.systemId, reason });
  } finally {
    limit.stop();
  }
}

/** A number of one look becomes a point of its series, which is kept: it is the only history that there is. */
async function sample(
  deps: ReadDeps,
  store: TenantStore,
  spec: DetectionSpec,
  input: Extract<DetectionSpec['input'], { kind: 'look' }>,
  fromMs: number,
): Promise<Points> {
  const nowMs = deps.clock.now();
  const seen = await takeLook(deps, { systemId: spec.systemId, probe: input.probe, parameters: input.parameters }, nowMs);
  if (seen.status !== 'ok') return failed('away', { system: spec.systemId, reason: boundedText(seen.reason ?? seen.status) });
  const value = seen.facts[input.fact];
  if (typeof value !== 'number') return failed('no-number', { probe: input.probe, fact: input.fact });
  const named = input.nameFact === null ? null : seen.facts[input.nameFact];
  const name = typeof named === 'string' && named !== '' ? `${input.fact} ${named}` : input.fact;
  await store.detections.addSamples(spec.id, [{ name, timeMs: nowMs, value }]);
  const samples = await store.detections.samples(spec.id, fromMs);
  const series = [...Map.groupBy(samples, (each) => each.name)].map(([each, points]) => ({
    name: each,
    labels: { system: spec.systemId },
    times: points.map(({ timeMs }) => timeMs),
    values: points.map((point) => point.value),
  }));
  return { series: series.slice(0, spec.seriesMax), leftOut: Math.max(0, series.length - spec.seriesMax), error: null };
}

/** The same name is the same series, over restarts. */
export function seriesKeyOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 16);
}

function boundedText(reason: string): string {
  return maskSecrets(reason).slice(0, 500);
}

function failed(...given: Parameters<typeof troubleOf>): Points {
  return { series: [], leftOut: 0, error: troubleOf(...given) };
}
