/**
 * Alertmanager's API v2, so that Prometheus and vmalert can be pointed at us: alerts come in with the hook token. What is asked (by amtool)
 * wants a person's token: the hook token is in many hands and tells nothing.
 */

import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readFilter } from '../../analysis/noise/matchers.ts';
import type { IncomingAlert } from '../../domain/alert.ts';
import { ZhibanError } from '../../domain/errors.ts';
import type { SuppressionReason } from '../../domain/suppression.ts';
import type { Caller } from '../../operations/contract.ts';
import { type App, refusal, signInText } from '../app.ts';
import { countFailure, type FailureLimit, refuseTooManyFailures } from '../authenticate.ts';
import type { ApiDeps } from '../contract.ts';
import { hasHookToken, tokenIn } from '../hook-token.ts';
import { parseJsonBody } from '../json-body.ts';
import { errorSchema } from '../schemas/answers.ts';
import { addAlertmanagerSilences } from './alertmanager-silences.ts';

/** The most alerts of one answer. */
const alertsMax = 10_000;
/** What an alert holds that doesn't say until when. */
const heldMs = 300_000;

const receivers = [{ name: 'zhiban' }] as const;
const errors = { '4xx': errorSchema, '5xx': errorSchema } as const;
const words = z.record(z.string(), z.string());
const receiverSchema = z.object({ name: z.string() });

const alertSchema = z.object({
  annotations: words,
  endsAt: z.string(),
  fingerprint: z.string(),
  receivers: z.array(receiverSchema).readonly(),
  startsAt: z.string(),
  status: z.object({
    inhibitedBy: z.array(z.string()).readonly(),
    mutedBy: z.array(z.string()).readonly(),
    silencedBy: z.array(z.string()).readonly(),
    state: z.enum(['active', 'suppressed']),
  }),
  updatedAt: z.string(),
  generatorURL: z.string(),
  labels: words,
});

const statusSchema = z.object({
  cluster: z.object({ status: z.literal('disabled'), peers: z.array(z.never()) }),
  config: z.object({ original: z.string() }),
  uptime: z.string(),
  versionInfo: z.object({
    branch: z.string(),
    buildDate: z.string(),
    buildUser: z.string(),
    goVersion: z.string(),
    revision: z.string(),
    version: z.string(),
  }),
});

const isWanted = z.enum(['true', 'false']).default('true');
const askedSchema = z.looseObject({
  active: isWanted,
  silenced: isWanted,
  inhibited: isWanted,
  filter: z.union([z.string(), z.array(z.string()).max(20)]).optional(),
});

export async function addAlertmanagerApi(app: App, deps: ApiDeps, failures: FailureLimit): Promise<void> {
  await app.register(
    async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: deps.hookBodyBytesMax }, (_request, body, done) => done(null, body));
      const api = scope.withTypeProvider<import('fastify-type-provider-zod').ZodTypeProvider>();
      addIntake(api, deps, failures);
      addReading(api, deps, failures);
    },
    { prefix: '/api/v2' },
  );
}

function addIntake(app: App, deps: ApiDeps, failures: FailureLimit): void {
  app.post('/alerts', {
    bodyLimit: deps.hookBodyBytesMax,
    schema: {
      summary: 'Alerts from Prometheus and vmalert, as an Alertmanager takes them',
      description: 'The hook token as a bearer token or as the password of basic auth.',
      tags: ['alertmanager'],
      security: [{ hookBearer: [] }, { hookBasic: [] }],
      response: { 200: z.object({}), ...errors },
    },
    onRequest: async (request) => {
      await refuseTooManyFailures(request, failures);
      if (hasHookToken(request, deps.hookToken(), { isAddressTaken: false })) return;
      await countFailure(request, deps, failures);
      deps.metrics.hookAnswered('prometheus', 'unauthenticated');
      throw refusal('unauthenticated', { en: 'The hook token is missing or wrong', 'zh-CN': '缺少 Webhook 令牌，或令牌错误' });
    },
    handler: async (request) => {
      try {
        await deps.intake.accept(deps.tenantId, 'prometheus', parseJsonBody(typeof request.body === 'string' ? request.body : ''));
        deps.metrics.hookAnswered('prometheus', 'accepted');
        return {};
      } catch (error) {
        deps.metrics.hookAnswered('prometheus', error instanceof ZhibanError ? error.kind : 'unavailable');
        if (error instanceof ZhibanError) throw error;
        const text = { en: 'The alerts could not be stored; send them again', 'zh-CN': '告警未能入库，请重新发送' };
        throw refusal('unavailable', text, { details: { retryAfterSeconds: 10 }, cause: error });
      }
    },
  });
}

function addReading(app: App, deps: ApiDeps, failures: FailureLimit): void {
  const startedAt = new Date(deps.clock.now()).toISOString();
  const about = { tags: ['alertmanager'], security: [{ bearer: [] }] };
  const onRequest = async (request: FastifyRequest): Promise<void> => {
    await refuseTooManyFailures(request, failures);
    const token = tokenIn(request.headers.authorization);
    if (token !== null && deps.directory().byToken(token) !== null) return;
    if (token !== null) await countFailure(request, deps, failures);
    throw refusal('unauthenticated', signInText);
  };
  const callerOf = (request: FastifyRequest): Caller => {
    const person = deps.directory().byToken(tokenIn(request.headers.authorization) ?? '');
    if (person === null) throw refusal('unauthenticated', signInText);
    return { tenantId: deps.tenantId, person, door: 'alertmanager', locale: request.locale };
  };
  app.get('/alerts', {
    onRequest,
    schema: {
      ...about,
      summary: 'What fires in open incidents, and what fires and is not told',
      querystring: askedSchema,
      response: { 200: z.array(alertSchema).readonly(), ...errors },
    },
    handler: async ({ query }) => {
      const filters = [query.filter ?? []].flat().map(readFilter);
      const { alerts, suppressions } = deps.store.forTenant(deps.tenantId);
      const told = query.active === 'false' ? [] : await alerts.firing({ limit: alertsMax });
      const held = (await suppressions.list({ states: ['held'], limit: alertsMax })).filter(({ reasons }) => isShown(reasons, query));
      const shown = [...told.map((alert) => asGettable(alert, [])), ...held.map((alert) => asGettable(alert, alert.reasons))];
      return shown.filter(({ labels }) => filters.every((isMet) => isMet(labels)));
    },
  });
  app.get('/status', {
    onRequest,
    schema: { ...about, summary: 'Version and start', response: { 200: statusSchema, ...errors } },
    handler: async () => ({
      cluster: { status: 'disabled' as const, peers: [] },
      config: { original: '# Zhiban: routes are in zhiban.yaml' },
      uptime: startedAt,
      versionInfo: { branch: '', buildDate: '', buildUser: '', goVersion: '', revision: 'zhiban', version: deps.version },
    }),
  });
  app.get('/receivers', {
    onRequest,
    schema: { ...about, summary: 'The one receiver', response: { 200: z.array(receiverSchema).readonly(), ...errors } },
    handler: async () => receivers,
  });
  addAlertmanagerSilences(app, deps, { onRequest, callerOf });
}

function isShown(reasons: readonly SuppressionReason[], asked: z.infer<typeof askedSchema>): boolean {
  if (asked.silenced === 'false' && reasons.some(({ kind }) => kind === 'silence')) return false;
  return asked.inhibited === 'true' || !reasons.some(({ kind }) => kind === 'inhibition');
}

function asGettable(
  alert: IncomingAlert & { readonly receivedAt: string },
  reasons: readonly SuppressionReason[],
): z.infer<typeof alertSchema> {
  const of = (...kinds: readonly SuppressionReason['kind'][]): readonly string[] =>
    reasons.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);
  return {
    annotations: alert.annotations,
    endsAt: alert.endsAt ?? new Date(Date.parse(alert.receivedAt) + heldMs).toISOString(),
    fingerprint: alert.fingerprint,
    receivers,
    startsAt: alert.startsAt,
    status: {
      inhibitedBy: of('inhibition'),
      mutedBy: of('maintenance', 'flapping', 'dropped', 'hold'),
      silencedBy: of('silence'),
      state: reasons.length === 0 ? 'active' : 'suppressed',
    },
    updatedAt: alert.receivedAt,
    generatorURL: alert.generatorUrl ?? '',
    labels: alert.labels,
  };
}
