/** Whether the process lives, whether it can work, what it counts, and what a thorough look finds. */

import { z } from 'zod';
import { type App, callerOf } from '../app.ts';
import type { AdapterReport, ApiDeps, DoctorCheck, HealthReport, PartHealth } from '../contract.ts';
import { localeQuery, refusals } from '../schemas/answers.ts';
import { listOf, ofView } from '../schemas/of-view.ts';
import { refuseUnlessAdmin } from './session.ts';

const healthTimeoutMs = 5_000;

const partSchema = ofView<PartHealth>()(
  z.object({ name: z.string(), state: z.enum(['up', 'degraded', 'down']), reason: z.string().nullable() }),
);
const adapterSchema = ofView<AdapterReport>()(
  z.object({
    name: z.string(),
    state: z.enum(['connecting', 'up', 'draining', 'down', 'fatal']),
    since: z.string(),
    reason: z.string().nullable(),
  }),
);
const healthSchema = ofView<HealthReport>()(z.object({ isReady: z.boolean(), adapters: listOf(adapterSchema), parts: listOf(partSchema) }));

const doctorCheckSchema = ofView<DoctorCheck>()(
  z.object({
    id: z.string(),
    level: z.enum(['ok', 'warn', 'fail']),
    text: z.object({ 'zh-CN': z.string(), en: z.string() }),
    advice: z.object({ 'zh-CN': z.string(), en: z.string() }).nullable(),
  }),
);

export function addHealthRoutes(app: App, deps: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/healthz',
    schema: {
      summary: 'The process lives; its chat adapters with their state',
      tags: ['health'],
      security: [],
      response: { 200: z.object({ status: z.literal('ok'), version: z.string(), adapters: listOf(adapterSchema) }) },
    },
    handler: async () => ({ status: 'ok' as const, version: deps.version, adapters: deps.adapterStates() }),
  });

  app.route({
    method: 'GET',
    url: '/readyz',
    schema: {
      summary: 'Every part and adapter with its state, and why it is not up',
      tags: ['health'],
      security: [],
      response: { 200: healthSchema, 503: healthSchema },
    },
    handler: async (_request, reply) => {
      const report = await healthOf(deps);
      return reply.code(report.isReady ? 200 : 503).send(report);
    },
  });

  app.route({
    method: 'GET',
    url: '/metrics',
    schema: {
      summary: 'Metrics for Prometheus',
      tags: ['health'],
      security: [],
      response: { 200: { description: 'Prometheus text format', content: { 'text/plain': { schema: z.string() } } } },
    },
    // Without a serializer the text goes out as it is, not as a JSON string.
    serializerCompiler: () => String,
    handler: async (_request, reply) => reply.type(deps.metrics.contentType).send(await deps.metrics.text()),
  });
}

/** For administrators: it connects to every system with its credentials. */
export function addDoctorRoute(app: App, deps: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/doctor',
    schema: {
      summary: 'A thorough look at everything that Zhiban needs',
      tags: ['health'],
      querystring: localeQuery,
      response: { 200: z.object({ checks: listOf(doctorCheckSchema) }), ...refusals },
    },
    handler: async (request) => {
      refuseUnlessAdmin(callerOf(request).person);
      return { checks: await deps.doctor() };
    },
  });
}

/** A look that hangs or fails is an answer too: not ready. */
async function healthOf(deps: ApiDeps): Promise<HealthReport> {
  const adapters = deps.adapterStates();
  const late = {
    isReady: false,
    adapters,
    parts: [{ name: 'health', state: 'down' as const, reason: `no answer within ${healthTimeoutMs / 1_000} s` }],
  };
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<HealthReport>((resolve) => {
    timer = setTimeout(() => resolve(late), healthTimeoutMs);
  });
  try {
    return await Promise.race([deps.health(), timeout]);
  } catch (error) {
    deps.log.error({ error: error instanceof Error ? error.message : String(error) }, 'The health of the parts could not be read');
    return { isReady: false, adapters, parts: [{ name: 'health', state: 'down', reason: 'the state of the parts could not be read' }] };
  } finally {
    clearTimeout(timer);
  }
}
