/** The alert sources: how each does, and what would come of a message before anything is saved. */

import { parse } from 'yaml';
import { z } from 'zod';
import { type AlertMapping, alertMapping } from '../../config/alert-sources.ts';
import { ZhibanError } from '../../domain/errors.ts';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { retrySchema, sourceSchema, trialSchema, unreadSchema } from '../schemas/alert-source-schemas.ts';
import { localeQuery, refusals } from '../schemas/answers.ts';
import { listOf } from '../schemas/of-view.ts';

const trialBody = z.strictObject({
  payload: z.unknown().describe('The message: JSON, or a text in the form of the source'),
  meta: z.record(z.string(), z.unknown()).optional().describe('What expressions see as $meta'),
  source: z.string().min(1).max(100).optional().describe('A source of the configuration, or one that is built in'),
  mapping: alertMapping.optional().describe('In place of the mapping of the source'),
  mappingText: z.string().max(65_536).optional().describe('The same as YAML, as it stands in the configuration'),
});

const nameParams = z.strictObject({ name: z.string().min(1).max(40) });
const empty = z.strictObject({}).optional();

export function addAlertSourceRoutes(app: App, { alertSources, hookToken }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/alert-sources',
    schema: {
      summary: 'Where alerts come from, with what came since the start',
      tags: ['alert sources'],
      querystring: localeQuery,
      response: { 200: z.object({ items: listOf(sourceSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await alertSources.list(callerOf(request)) }),
  });

  app.route({
    method: 'POST',
    url: '/alert-sources/try',
    schema: {
      summary: 'The alerts that a message would become, and the incidents that they would join; nothing is stored',
      tags: ['alert sources'],
      querystring: localeQuery,
      body: trialBody,
      response: { 200: trialSchema, ...refusals },
    },
    handler: async (request) => {
      const { mappingText, mapping, ...trial } = request.body;
      return alertSources.try(callerOf(request), { ...trial, mapping: mappingText === undefined ? mapping : mappingIn(mappingText) });
    },
  });
  addUnread(app, alertSources);
  addToken(app, alertSources, hookToken);
}

function addUnread(app: App, alertSources: ApiDeps['alertSources']): void {
  app.route({
    method: 'GET',
    url: '/alert-sources/:name/unread',
    schema: {
      summary: 'Messages of a source that could not be read, newest first, with the reason',
      tags: ['alert sources'],
      params: nameParams,
      querystring: localeQuery,
      response: { 200: z.object({ items: listOf(unreadSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await alertSources.unread(callerOf(request), request.params.name) }),
  });

  app.route({
    method: 'POST',
    url: '/alert-sources/:name/unread/retry',
    schema: {
      summary: 'Read them again as the source is now; what still cannot be read stays',
      tags: ['alert sources'],
      params: nameParams,
      querystring: localeQuery,
      body: empty,
      response: { 200: retrySchema, ...refusals },
    },
    handler: async (request) => alertSources.retry(callerOf(request), request.params.name),
  });

  app.route({
    method: 'POST',
    url: '/alert-sources/:name/unread/forget',
    schema: {
      summary: 'Throw them away',
      tags: ['alert sources'],
      params: nameParams,
      querystring: localeQuery,
      body: empty,
      response: { 200: z.object({ forgotten: z.number() }), ...refusals },
    },
    handler: async (request) => alertSources.forget(callerOf(request), request.params.name),
  });
}

function addToken(app: App, alertSources: ApiDeps['alertSources'], hookToken: ApiDeps['hookToken']): void {
  app.route({
    method: 'POST',
    url: '/alert-sources/:name/token',
    schema: {
      summary: 'The token that senders present; for administrators, and in the audit log',
      tags: ['alert sources'],
      params: nameParams,
      querystring: localeQuery,
      body: empty,
      response: { 200: z.object({ token: z.string() }), ...refusals },
    },
    handler: async (request) => {
      await alertSources.tellToken(callerOf(request), request.params.name);
      return { token: hookToken() };
    },
  });
}

/** Throws ZhibanError `invalid` that says what is wrong with it. */
function mappingIn(text: string): AlertMapping {
  try {
    return alertMapping.parse(parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new ZhibanError('invalid', `The mapping: ${reason.slice(0, 500)}`, { cause: error });
  }
}
