/** Asking, and the incidents that come of it. */

import { z } from 'zod';
import { locales } from '../../domain/text.ts';
import { type App, callerOf, refusal } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { idParams, idText, localeQuery, refusals } from '../schemas/answers.ts';
import { cardSchema } from '../schemas/card-schemas.ts';
import { incidentSchema, incidentSummarySchema } from '../schemas/incident-schemas.ts';
import { listOf } from '../schemas/of-view.ts';
import { evidenceSchema } from '../schemas/record-schemas.ts';

const askBody = z.strictObject({
  text: z.string().trim().min(1).max(8_000),
  locale: z.enum(locales).optional(),
  systemIds: z.array(z.string().min(1).max(63)).max(50).optional(),
});

const listQuery = localeQuery.extend({
  status: z
    .string()
    .max(100)
    .regex(/^(open|triggered|acknowledged|mitigated|resolved)(,(triggered|acknowledged|mitigated|resolved))*$/, {
      error: 'expected open, or one or more of triggered, acknowledged, mitigated, resolved, separated by commas',
    })
    .optional(),
  since: z.union([z.iso.datetime({ offset: true }), z.iso.date()], { error: 'expected a time such as 2026-01-31T08:00:00Z' }).optional(),
  q: z.string().max(200).optional(),
  systemId: idText.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});

const steerBody = z.strictObject({
  kind: z.enum(['fact', 'rule-out', 'question', 'investigate-again', 'what-changed', 'resume']),
  text: z.string().max(8_000).default(''),
});

export function addIncidentRoutes(app: App, deps: ApiDeps): void {
  addAsking(app, deps.operations);
  addReading(app, deps);
  addEvidence(app, deps.operations);
  addIncidentActions(app, deps.operations);
}

function addAsking(app: App, operations: ApiDeps['operations']): void {
  app.route({
    method: 'POST',
    url: '/ask',
    schema: {
      summary: 'Ask a question; the answer comes as an incident with a verdict',
      description: 'With an Idempotency-Key header the same key asks once.',
      tags: ['incidents'],
      querystring: localeQuery,
      body: askBody,
      response: { 202: z.object({ incidentId: z.string(), code: z.string() }), ...refusals },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const { text, locale, systemIds } = request.body;
      const key = idempotencyKey(caller.person.id, request.headers['idempotency-key']);
      const asked = await operations.ask(caller, {
        text,
        locale: locale ?? caller.locale,
        ...(systemIds && { systemIds }),
        ...(key !== null && { key }),
      });
      return reply.code(202).send({ incidentId: asked.incidentId, code: asked.code });
    },
  });
}

function addReading(app: App, deps: ApiDeps): void {
  const { operations } = deps;
  app.route({
    method: 'GET',
    url: '/incidents',
    schema: {
      summary: 'List incidents, newest first',
      tags: ['incidents'],
      querystring: listQuery,
      response: { 200: z.object({ items: listOf(incidentSummarySchema), nextCursor: z.string().nullable() }), ...refusals },
    },
    handler: async (request) => operations.listIncidents(callerOf(request), incidentFilter(request.query)),
  });

  app.route({
    method: 'GET',
    url: '/incidents/:id',
    schema: {
      summary: 'One incident, by id or code',
      tags: ['incidents'],
      params: idParams,
      querystring: localeQuery,
      response: { 200: incidentSchema, ...refusals },
    },
    handler: async (request) => operations.showIncident(callerOf(request), request.params.id),
  });

  app.route({
    method: 'GET',
    url: '/incidents/:id/card',
    schema: {
      summary: 'The status card as chats show it',
      tags: ['incidents'],
      params: idParams,
      querystring: localeQuery,
      response: { 200: cardSchema, ...refusals },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const { id } = await operations.showIncident(caller, request.params.id);
      const card = await deps.renderCard(id, caller.locale);
      if (card === null) throw refusal('not-found', { en: 'There is no such incident', 'zh-CN': '没有这个故障' });
      return card;
    },
  });
}

function addEvidence(app: App, operations: ApiDeps['operations']): void {
  app.route({
    method: 'GET',
    url: '/incidents/:id/evidence',
    schema: {
      summary: 'All evidence of an incident',
      tags: ['incidents'],
      params: idParams,
      querystring: localeQuery,
      response: { 200: z.object({ items: listOf(evidenceSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await operations.listEvidence(callerOf(request), request.params.id) }),
  });

  app.route({
    method: 'GET',
    url: '/evidence/:id',
    schema: {
      summary: 'One piece of evidence',
      tags: ['incidents'],
      params: idParams,
      querystring: localeQuery,
      response: { 200: evidenceSchema, ...refusals },
    },
    handler: async (request) => operations.showEvidence(callerOf(request), request.params.id),
  });
}

function addIncidentActions(app: App, operations: ApiDeps['operations']): void {
  app.route({
    method: 'POST',
    url: '/incidents/:id/acknowledge',
    schema: {
      summary: 'Say that you are on it',
      tags: ['incidents'],
      params: idParams,
      querystring: localeQuery,
      body: z.strictObject({}).optional(),
      response: { 200: incidentSchema, ...refusals },
    },
    handler: async (request) => operations.acknowledge(callerOf(request), request.params.id),
  });

  app.route({
    method: 'POST',
    url: '/incidents/:id/resolve',
    schema: {
      summary: 'Say that it is over',
      tags: ['incidents'],
      params: idParams,
      querystring: localeQuery,
      body: z.strictObject({ note: z.string().max(2_000).default('') }),
      response: { 200: incidentSchema, ...refusals },
    },
    handler: async (request) => operations.resolve(callerOf(request), request.params.id, request.body.note),
  });

  app.route({
    method: 'POST',
    url: '/incidents/:id/steer',
    schema: {
      summary: 'Add a fact, rule a hypothesis out, ask on, investigate again, ask what changed, or resume',
      tags: ['incidents'],
      params: idParams,
      querystring: localeQuery,
      body: steerBody,
      response: { 202: z.object({ accepted: z.boolean() }), ...refusals },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const key = idempotencyKey(caller.person.id, request.headers['idempotency-key']);
      await operations.steer(caller, request.params.id, { ...request.body, ...(key !== null && { key }) });
      return reply.code(202).send({ accepted: true });
    },
  });
}

/** `open` is short for every status but resolved. */
function incidentFilter(query: z.output<typeof listQuery>): Parameters<ApiDeps['operations']['listIncidents']>[1] {
  const status = query.status === 'open' ? 'triggered,acknowledged,mitigated' : query.status;
  return {
    limit: query.limit,
    ...(status !== undefined && { status }),
    ...(query.since !== undefined && { since: new Date(query.since).toISOString() }),
    ...(query.q !== undefined && { q: query.q }),
    ...(query.systemId !== undefined && { systemId: query.systemId }),
    ...(query.cursor !== undefined && { cursor: query.cursor }),
  };
}

/** One person's key is nobody else's. */
function idempotencyKey(personId: string, header: string | string[] | undefined): string | null {
  return typeof header === 'string' && header.length >= 8 && header.length <= 200 ? `api:${personId}:${header}` : null;
}
