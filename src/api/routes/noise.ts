/** Silences, and alerts that were kept back: which, why, until when. */

import { z } from 'zod';
import { parseMatchers } from '../../analysis/noise/matchers.ts';
import { parseDuration } from '../../domain/parse-duration.ts';
import { silenceStates } from '../../domain/silence.ts';
import { suppressionKinds, suppressionStates } from '../../domain/suppression.ts';
import type { SilenceInput } from '../../operations/noise-contract.ts';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { idParams, localeQuery, refusals } from '../schemas/answers.ts';
import { silenceBody, silenceSchema, silenceTrialBody, silenceTrialSchema, suppressedSchema, whySchema } from '../schemas/noise-schemas.ts';
import { listOf } from '../schemas/of-view.ts';

const limit = z.coerce.number().int().min(1).max(500).default(100);
const tags = ['noise'];

export function addNoiseRoutes(app: App, deps: ApiDeps): void {
  addSilences(app, deps);
  addSuppressed(app, deps);
}

function addSilences(app: App, { operations }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/silences',
    schema: {
      summary: 'Silences; those that are or will be in force unless a state is named',
      tags,
      querystring: localeQuery.extend({ state: z.enum([...silenceStates, 'all']).optional(), limit }),
      response: { 200: z.object({ items: listOf(silenceSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await operations.listSilences(callerOf(request), request.query) }),
  });
  app.route({
    method: 'POST',
    url: '/silences',
    schema: {
      summary: 'Silence what matches, or change a silence',
      tags,
      querystring: localeQuery,
      body: silenceBody,
      response: { 200: z.object({ silence: silenceSchema, matching: z.number() }), ...refusals },
    },
    handler: async (request) => operations.addSilence(callerOf(request), inputOf(request.body)),
  });
  addSilenceTrial(app, operations);
  app.route({
    method: 'GET',
    url: '/silences/:id',
    schema: { summary: 'One silence', tags, params: idParams, querystring: localeQuery, response: { 200: silenceSchema, ...refusals } },
    handler: async (request) => operations.showSilence(callerOf(request), request.params.id),
  });
  app.route({
    method: 'POST',
    url: '/silences/:id/expire',
    schema: {
      summary: 'End a silence: what still fires is told',
      tags,
      params: idParams,
      querystring: localeQuery,
      body: z.strictObject({}).optional(),
      response: { 200: z.object({ silence: silenceSchema, isChanged: z.boolean() }), ...refusals },
    },
    handler: async (request) => operations.expireSilence(callerOf(request), request.params.id),
  });
}

function addSilenceTrial(app: App, operations: ApiDeps['operations']): void {
  app.route({
    method: 'POST',
    url: '/silences/try',
    schema: {
      summary: 'What a silence would keep quiet; nothing is changed',
      tags,
      querystring: localeQuery,
      body: silenceTrialBody,
      response: { 200: silenceTrialSchema, ...refusals },
    },
    handler: async (request) => operations.trySilence(callerOf(request), targetOf(request.body)),
  });
}

function addSuppressed(app: App, { operations }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/suppressed',
    schema: {
      summary: 'Alerts that were kept back, with their reasons; newest first',
      tags,
      querystring: localeQuery.extend({
        state: z.enum(suppressionStates).optional(),
        kind: z.enum(suppressionKinds).optional(),
        causeId: z.string().max(80).optional().describe('Of a silence, a window or a rule'),
        q: z.string().max(200).optional(),
        since: z.iso.datetime({ offset: true }).optional(),
        limit,
      }),
      response: { 200: z.object({ items: listOf(suppressedSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await operations.listSuppressed(callerOf(request), request.query) }),
  });
  app.route({
    method: 'GET',
    url: '/why',
    schema: {
      summary: 'Why somebody was not told of an alert: by its fingerprint, its id, or words of it',
      tags,
      querystring: localeQuery.extend({ q: z.string().min(1).max(200), limit: z.coerce.number().int().min(1).max(100).default(20) }),
      response: { 200: whySchema, ...refusals },
    },
    handler: async (request) => operations.whyNotTold(callerOf(request), request.query.q, request.query.limit),
  });
}

function targetOf({ matchers, target }: z.infer<typeof silenceTrialBody>): Pick<SilenceInput, 'matchers' | 'target'> {
  return { target, ...(matchers === undefined ? {} : { matchers: matchers.flatMap((each) => parseMatchers(each)) }) };
}

function inputOf({ matchers, duration, ...body }: z.infer<typeof silenceBody>): SilenceInput {
  const durationMs = duration === undefined ? null : parseDuration(duration);
  return {
    ...body,
    ...(matchers === undefined ? {} : { matchers: matchers.flatMap((each) => parseMatchers(each)) }),
    ...(durationMs === null ? {} : { durationMs }),
  };
}
