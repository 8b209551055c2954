/** The traces of two stretches of the same length: that of the incident, and the one before it. */

import { z } from 'zod';
import type { LookContext } from '../contract.ts';
import type { HttpLimit } from '../http/exchange.ts';
import type { JaegerClient } from './client.ts';
import type { Trace } from './span.ts';
import type { JaegerEntry } from './system.ts';

export interface TraceSample {
  readonly now: readonly Trace[];
  readonly earlier: readonly Trace[];
  /** Those that were asked about. */
  readonly services: readonly string[];
  readonly leftOut: number;
  readonly fromMs: number;
  readonly toMs: number;
}

export const sampleParameters = {
  minutes: z.number().int().min(1).max(360).default(15),
  /** By default every service. */
  service: z.string().max(200).default(''),
} as const;

const servicesMax = 20;
const tracesPerService = 40;
const together = 4;
const minuteMs = 60_000;

/** Throws what the client throws. */
export async function sampleTraces(
  client: JaegerClient,
  given: { readonly minutes: number; readonly service: string },
  context: LookContext,
  limit: HttpLimit,
): Promise<TraceSample> {
  const { fromMs, toMs } = stretchOf(given.minutes, context);
  const known = given.service === '' ? await servicesOf(client, context, limit) : [given.service];
  const services = known.slice(0, servicesMax);
  const spanMs = toMs - fromMs;
  const asked = services.flatMap((service) => [
    { service, fromMs, toMs, tracesMax: tracesPerService },
    { service, fromMs: fromMs - spanMs, toMs: fromMs, tracesMax: tracesPerService },
  ]);
  const found = await inTurns(asked, (query) => client.traces(query, limit));
  const of = (isEarlier: boolean): readonly Trace[] => distinct(found.filter((_each, index) => (index % 2 === 1) === isEarlier).flat());
  const now = of(false);
  const ids = new Set(now.map(({ id }) => id));
  return { now, earlier: of(true).filter(({ id }) => !ids.has(id)), services, leftOut: known.length - services.length, fromMs, toMs };
}

/** Ends a stretch after the moment that it is about, or now; whole seconds. */
export function stretchOf(minutes: number, context: LookContext): { readonly fromMs: number; readonly toMs: number } {
  const lengthMs = minutes * minuteMs;
  const toMs = Math.ceil(Math.min(context.clock.now(), context.aboutMs + lengthMs) / 1_000) * 1_000;
  return { fromMs: toMs - lengthMs, toMs };
}

/** Those of the entry, or all. Jaeger's own traces are nobody's incident. */
export async function servicesOf(client: JaegerClient, context: LookContext, limit: HttpLimit): Promise<readonly string[]> {
  const { services } = context.entry as JaegerEntry;
  if (services.length > 0) return services;
  return (await client.services(limit)).filter((name) => !/^jaeger(-|$)/.test(name));
}

/** A few at a time, so that a look is no load. */
export async function inTurns<Asked, Answer>(asked: readonly Asked[], ask: (each: Asked) => Promise<Answer>): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < asked.length; at += together) answers.push(...(await Promise.all(asked.slice(at, at + together).map(ask))));
  return answers;
}

function distinct(traces: readonly Trace[]): readonly Trace[] {
  return [...new Map(traces.map((trace) => [trace.id, trace])).values()];
}
