/** Who was called, why nobody was, and who wants quiet for a while. */

import { z } from 'zod';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { idParams, idText, localeQuery, refusals } from '../schemas/answers.ts';
import { callSchema, callsSchema, handoverSchema, ladderSchema } from '../schemas/calls-schemas.ts';
import { listOf } from '../schemas/of-view.ts';

export function addCallRoutes(app: App, { operations }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/oncall/why/:id',
    schema: {
      summary: 'Why nobody was called, or who was, by which means, and what came of it',
      tags: ['oncall'],
      params: idParams,
      querystring: localeQuery,
      response: { 200: callsSchema, ...refusals },
    },
    handler: async (request) => operations.explainCalls(callerOf(request), request.params.id),
  });

  app.route({
    method: 'GET',
    url: '/oncall/calls',
    schema: {
      summary: 'Calls of the last 30 days, newest first',
      tags: ['oncall'],
      querystring: localeQuery.extend({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
      response: { 200: z.object({ items: listOf(callSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await operations.recentCalls(callerOf(request), request.query.limit) }),
  });

  app.route({
    method: 'GET',
    url: '/oncall/ladders',
    schema: {
      summary: 'Which incidents call whom; the first that matches is an incident’s',
      tags: ['oncall'],
      querystring: localeQuery,
      response: { 200: z.object({ items: listOf(ladderSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await operations.listLadders(callerOf(request)) }),
  });

  app.route({
    method: 'GET',
    url: '/oncall/handover',
    schema: {
      summary: 'What whoever comes on duty should know; one report for each schedule',
      tags: ['oncall'],
      querystring: localeQuery.extend({ schedule: idText.optional() }),
      response: { 200: z.object({ items: listOf(handoverSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await operations.handover(callerOf(request), request.query.schedule) }),
  });
  addSnoozeRoutes(app, operations);
}

function addSnoozeRoutes(app: App, operations: ApiDeps['operations']): void {
  app.route({
    method: 'POST',
    url: '/incidents/:id/snooze',
    schema: {
      summary: 'Call nobody for a while',
      tags: ['incidents'],
      params: idParams,
      querystring: localeQuery,
      body: z.strictObject({ minutes: z.number().int().min(1).max(1_440) }),
      response: { 200: callsSchema, ...refusals },
    },
    handler: async (request) => operations.snooze(callerOf(request), request.params.id, request.body.minutes * 60_000),
  });

  app.route({
    method: 'DELETE',
    url: '/incidents/:id/snooze',
    schema: {
      summary: 'People are called again before the snooze is over',
      tags: ['incidents'],
      params: idParams,
      querystring: localeQuery,
      response: { 200: callsSchema, ...refusals },
    },
    handler: async (request) => operations.endSnooze(callerOf(request), request.params.id),
  });
}
