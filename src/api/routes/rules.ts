/** Rules: seen, tried, saved, brought back. */

import { z } from 'zod';
import { ZhibanError } from '../../domain/errors.ts';
import type { BookInput } from '../../operations/noise/rules-contract.ts';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { localeQuery, refusals } from '../schemas/answers.ts';
import { listOf } from '../schemas/of-view.ts';
import { type bookBody, dryRunSchema, ruleBookViewSchema, ruleVersionSchema, saveBody, tryBody } from '../schemas/rule-schemas.ts';

const version = z.coerce.number().int().min(0).max(1_000_000);
const tags = ['noise'];

export function addRuleRoutes(app: App, deps: ApiDeps): void {
  addReading(app, deps);
  addSaving(app, deps);
}

function addReading(app: App, { operations }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/rules',
    schema: {
      summary: 'The rules in force, or an earlier version of them',
      tags,
      querystring: localeQuery.extend({ version: version.optional() }),
      response: { 200: ruleBookViewSchema, ...refusals },
    },
    handler: async (request) => operations.showRules(callerOf(request), request.query.version),
  });
  app.route({
    method: 'GET',
    url: '/rules/versions',
    schema: {
      summary: 'Who saved which version when',
      tags,
      querystring: localeQuery.extend({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
      response: { 200: z.object({ items: listOf(ruleVersionSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await operations.listRuleVersions(callerOf(request), request.query.limit) }),
  });
  app.route({
    method: 'POST',
    url: '/rules/try',
    schema: {
      summary: 'What rules would have done with the alerts of the last days; nothing is changed',
      tags,
      querystring: localeQuery,
      body: tryBody,
      response: { 200: dryRunSchema, ...refusals },
    },
    handler: async (request) => {
      const { days, ...given } = request.body;
      const isGiven = given.text !== undefined || given.book !== undefined;
      return operations.tryRules(callerOf(request), isGiven ? inputOf(given) : null, days);
    },
  });
}

function addSaving(app: App, { operations }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/rules',
    schema: {
      summary: 'Save the rules as a whole: a new version that is in force at once',
      tags,
      querystring: localeQuery,
      body: saveBody,
      response: { 200: ruleBookViewSchema, ...refusals },
    },
    handler: async (request) => {
      const { after, comment, ...given } = request.body;
      return operations.saveRules(callerOf(request), inputOf(given), { after, comment });
    },
  });
  app.route({
    method: 'POST',
    url: '/rules/revert',
    schema: {
      summary: 'Put an earlier version into force again',
      tags,
      querystring: localeQuery,
      body: z.strictObject({ version: z.number().int().min(0).max(1_000_000) }),
      response: { 200: ruleBookViewSchema, ...refusals },
    },
    handler: async (request) => operations.revertRules(callerOf(request), request.body.version),
  });
}

function inputOf({ text, book }: z.infer<typeof bookBody>): BookInput {
  if ((text === undefined) === (book === undefined)) throw new ZhibanError('invalid', 'Give the rules as text or as book');
  return text === undefined ? { book } : { text };
}
