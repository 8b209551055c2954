/** The audit log, the systems that are looked after, and the demos. */

import { z } from 'zod';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { idText, localeQuery, refusals } from '../schemas/answers.ts';
import { listOf } from '../schemas/of-view.ts';
import { auditCheckSchema, auditEntrySchema, demoSchema, lookSchema, systemGraphSchema, systemSchema } from '../schemas/record-schemas.ts';

const auditQuery = localeQuery.extend({
  incidentId: idText.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  beforeSeq: z.coerce.number().int().min(1).optional(),
});

const lookBody = z
  .strictObject({
    text: z.string().trim().min(1).max(2_000).optional(),
    systemId: z.string().min(1).max(80).optional(),
    probe: z.string().min(1).max(80).optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ text, systemId, probe }) => (text === undefined) !== (systemId === undefined || probe === undefined), {
    message: 'expected either `text`, or `systemId` and `probe`',
  });

export function addRecordRoutes(app: App, { operations }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/audit',
    schema: {
      summary: 'Who did what, newest first',
      tags: ['audit'],
      querystring: auditQuery,
      response: { 200: z.object({ items: listOf(auditEntrySchema) }), ...refusals },
    },
    handler: async (request) => {
      const { incidentId, limit, beforeSeq } = request.query;
      const filter = { limit, ...(incidentId !== undefined && { incidentId }), ...(beforeSeq !== undefined && { beforeSeq }) };
      return { items: await operations.listAudit(callerOf(request), filter) };
    },
  });

  app.route({
    method: 'GET',
    url: '/audit/verify',
    schema: {
      summary: 'Check the hash chain of the whole audit log',
      tags: ['audit'],
      querystring: localeQuery,
      response: { 200: auditCheckSchema, ...refusals },
    },
    handler: async (request) => operations.verifyAudit(callerOf(request)),
  });

  addSystemRoutes(app, operations);

  app.route({
    method: 'POST',
    url: '/looks',
    schema: {
      summary: 'Take one read-only look at a system, asked for in words or by name',
      description: 'Nothing is kept but a line in the audit log. 400 says what could be meant where the words are not clear.',
      tags: ['systems'],
      querystring: localeQuery,
      body: lookBody,
      response: { 200: lookSchema, ...refusals },
    },
    handler: async (request) => {
      const { text, systemId, probe, parameters } = request.body;
      if (text !== undefined) return operations.look(callerOf(request), { text });
      return operations.look(callerOf(request), {
        systemId: systemId ?? '',
        probe: probe ?? '',
        ...(parameters !== undefined && { parameters }),
      });
    },
  });

  addDemoRoutes(app, operations);
}

function addSystemRoutes(app: App, operations: ApiDeps['operations']): void {
  app.route({
    method: 'GET',
    url: '/systems',
    schema: {
      summary: 'What is looked after',
      tags: ['systems'],
      querystring: localeQuery,
      response: { 200: z.object({ items: listOf(systemSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await operations.listSystems(callerOf(request)) }),
  });

  app.route({
    method: 'GET',
    url: '/systems/graph',
    schema: {
      summary: 'What stands on what: declared in the configuration, and discovered by investigations',
      tags: ['systems'],
      querystring: localeQuery,
      response: { 200: systemGraphSchema, ...refusals },
    },
    handler: async (request) => operations.systemGraph(callerOf(request)),
  });
}

function addDemoRoutes(app: App, operations: ApiDeps['operations']): void {
  const empty = z.strictObject({}).optional();

  app.route({
    method: 'GET',
    url: '/demos',
    schema: {
      summary: 'Faults that can be tried safely',
      tags: ['demos'],
      querystring: localeQuery,
      response: { 200: z.object({ items: listOf(demoSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await operations.listDemos(callerOf(request)) }),
  });

  app.route({
    method: 'POST',
    url: '/demos/:scenario/start',
    schema: {
      summary: 'Start a small service and break it',
      tags: ['demos'],
      params: z.strictObject({ scenario: idText }),
      querystring: localeQuery,
      body: empty,
      response: { 200: z.object({ scenario: z.string(), text: z.string() }), ...refusals },
    },
    handler: async (request) => operations.startDemo(callerOf(request), request.params.scenario),
  });

  app.route({
    method: 'POST',
    url: '/demos/end',
    schema: {
      summary: 'Remove everything that the demo started',
      tags: ['demos'],
      querystring: localeQuery,
      body: empty,
      response: { 200: z.object({ removed: z.array(z.string()).readonly() }), ...refusals },
    },
    handler: async (request) => operations.endDemo(callerOf(request)),
  });
}
