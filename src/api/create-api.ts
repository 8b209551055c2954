/** The HTTP side of Zhiban: REST with its description, live events, hooks, the console's pages. It only listens when its owner says so. */

import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import fastify from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { type App, localeOfRequest } from './app.ts';
import { addAuthentication, createFailureLimit } from './authenticate.ts';
import type { ApiDeps } from './contract.ts';
import { handleErrors } from './errors.ts';
import { parseJsonBody } from './json-body.ts';
import { createLiveEvents } from './live-events.ts';
import { addOpenApi } from './openapi.ts';
import { addAlertSourceRoutes } from './routes/alert-sources.ts';
import { addAlertmanagerApi } from './routes/alertmanager-api.ts';
import { addAlertRoutes } from './routes/alerts.ts';
import { addCalendarRoutes } from './routes/calendars.ts';
import { addCallRoutes } from './routes/calls.ts';
import { addChangeHook } from './routes/change-hook.ts';
import { addChangeRoutes } from './routes/changes.ts';
import { addChatRoutes } from './routes/chat.ts';
import { addConsolePages } from './routes/console-pages.ts';
import { addDeliveryRoutes } from './routes/deliveries.ts';
import { addDetectionRoutes } from './routes/detections.ts';
import { addEventRoute } from './routes/events.ts';
import { addDoctorRoute, addHealthRoutes } from './routes/health.ts';
import { addHookRoutes } from './routes/hooks.ts';
import { addIncidentRoutes } from './routes/incidents.ts';
import { addInsightRoutes } from './routes/insights.ts';
import { addMounts } from './routes/mounts.ts';
import { addMoveRoutes } from './routes/moves.ts';
import { addNoiseRoutes } from './routes/noise.ts';
import { addOncallRoutes } from './routes/oncall.ts';
import { addPeopleRoutes } from './routes/people.ts';
import { addPlaceRoutes } from './routes/places.ts';
import { addPlanRoutes } from './routes/plans.ts';
import { addPluginRoutes } from './routes/plugins.ts';
import { addRecordRoutes } from './routes/records.ts';
import { addRuleRoutes } from './routes/rules.ts';
import { addSessionRoutes } from './routes/session.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { traceRequests } from './trace-requests.ts';
import { validateRequest } from './validate.ts';

const bodyBytesMax = 262_144;

/** Ready to `listen()` or to be asked with `inject()`; `close()` ends the live connections too. */
export async function createApi(deps: ApiDeps): Promise<App> {
  const app: App = fastify({
    bodyLimit: bodyBytesMax,
    connectionTimeout: 0,
    requestTimeout: 60_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    logger: false,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validateRequest);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, parseJson);
  app.decorateRequest('caller', null);
  app.decorateRequest('sessionHash', null);
  app.decorateRequest('locale', 'en');
  app.addHook('onRequest', async (request) => {
    request.locale = localeOfRequest(request, deps.locale());
  });
  handleErrors(app, deps.log);
  addSecurityHeaders(app);
  traceRequests(app);
  measure(app, deps);

  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  await addOpenApi(app, deps.version);
  await addRoutes(app, deps);
  return app;
}

async function addRoutes(app: App, deps: ApiDeps): Promise<void> {
  const failures = createFailureLimit(app);
  const live = createLiveEvents({ store: deps.store, tenantId: deps.tenantId, log: deps.log });
  app.addHook('preClose', async () => live.close());
  addHealthRoutes(app, deps);
  await addHookRoutes(app, deps, failures);
  addChangeHook(app, deps, failures);
  await addAlertmanagerApi(app, deps, failures);
  await addMounts(app, deps.mounts);
  await app.register(
    async (scope) => {
      const api = scope.withTypeProvider<ZodTypeProvider>();
      addAuthentication(api, deps, failures);
      addSessionRoutes(api, deps, failures);
      addIncidentRoutes(api, deps);
      addMoveRoutes(api, deps);
      addAlertRoutes(api, deps);
      addPlaceRoutes(api, deps);
      addPlanRoutes(api, deps);
      addRecordRoutes(api, deps);
      addDeliveryRoutes(api, deps);
      addNoiseRoutes(api, deps);
      addChangeRoutes(api, deps);
      addInsightRoutes(api, deps);
      addDetectionRoutes(api, deps);
      addRuleRoutes(api, deps);
      addPeopleRoutes(api, deps);
      addOncallRoutes(api, deps);
      addCallRoutes(api, deps);
      addCalendarRoutes(api, deps);
      addChatRoutes(api, deps);
      addEventRoute(api, deps, live);
      addDoctorRoute(api, deps);
      addPluginRoutes(api, deps);
      addAlertSourceRoutes(api, deps);
      api.get('/openapi.json', { config: { isOpen: true }, schema: { hide: true } }, async () => app.swagger());
    },
    { prefix: '/api/v1' },
  );
  await addConsolePages(app, deps.consoleDirectory);
  await app.ready();
}

function parseJson(_request: unknown, body: string | Buffer, done: (error: Error | null, body?: unknown) => void): void {
  try {
    // A POST without a body is fine where the route says that nothing is needed.
    done(null, body === '' ? undefined : parseJsonBody(String(body)));
  } catch (error) {
    done(error instanceof Error ? error : new Error('unreadable body'));
  }
}

/** By route, never by address: ids would make a series of their own each. */
function measure(app: App, deps: ApiDeps): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
    deps.metrics.httpAnswered({ method: request.method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1_000 });
  });
}
