/** Who is on duty, and who takes a shift. */

import { z } from 'zod';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { idParams, idText, localeQuery, refusals } from '../schemas/answers.ts';
import { listOf } from '../schemas/of-view.ts';
import { dutySchema, overrideSchema, scheduleSchema } from '../schemas/oncall-schemas.ts';

const moment = z.iso.datetime({ offset: true, error: 'expected a moment such as 2026-01-05T09:00:00Z' });
const words = z.string().min(1).max(500);
const spanQuery = localeQuery.extend({ from: moment.optional(), to: moment.optional() });

const takeBody = z.union([
  z.strictObject({ words }),
  z.strictObject({
    schedule: idText,
    person: idText.optional(),
    insteadOf: idText.optional(),
    from: moment,
    to: moment,
    reason: z.string().max(200).optional(),
  }),
]);

export function addOncallRoutes(app: App, { operations }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/oncall/duties',
    schema: {
      summary: 'Who is on duty, now or at a moment; one for each schedule',
      tags: ['oncall'],
      querystring: localeQuery.extend({ schedule: idText.optional(), at: moment.optional(), words: words.optional() }),
      response: { 200: z.object({ items: listOf(dutySchema) }), ...refusals },
    },
    handler: async (request) => {
      const { locale: _, ...question } = request.query;
      return { items: await operations.whoIsOnDuty(callerOf(request), question) };
    },
  });

  app.route({
    method: 'GET',
    url: '/oncall/schedules',
    schema: {
      summary: 'Shifts and gaps of the schedules, by default of the next two weeks',
      tags: ['oncall'],
      querystring: spanQuery.extend({ schedule: idText.optional() }),
      response: { 200: z.object({ items: listOf(scheduleSchema) }), ...refusals },
    },
    handler: async (request) => {
      const { locale: _, ...filter } = request.query;
      return { items: await operations.listSchedules(callerOf(request), filter) };
    },
  });
  addOverrideRoutes(app, operations);
}

function addOverrideRoutes(app: App, operations: ApiDeps['operations']): void {
  app.route({
    method: 'GET',
    url: '/oncall/overrides',
    schema: {
      summary: 'Shifts that people took over, by default of the next two weeks',
      tags: ['oncall'],
      querystring: spanQuery,
      response: { 200: z.object({ items: listOf(overrideSchema) }), ...refusals },
    },
    handler: async (request) => {
      const { from, to } = request.query;
      return { items: await operations.listOverrides(callerOf(request), { from, to }) };
    },
  });

  app.route({
    method: 'POST',
    url: '/oncall/overrides',
    schema: {
      summary: 'Take a shift, or give one’s own',
      description: 'In words it waits for its code, since words may be misread; by name it counts at once.',
      tags: ['oncall'],
      querystring: localeQuery,
      body: takeBody,
      response: { 200: overrideSchema, ...refusals },
    },
    handler: async (request) => operations.takeShift(callerOf(request), request.body),
  });

  app.route({
    method: 'POST',
    url: '/oncall/overrides/confirm',
    schema: {
      summary: 'Confirm the shift that was asked for in words, within ten minutes',
      tags: ['oncall'],
      querystring: localeQuery,
      body: z.strictObject({ code: z.string().min(1).max(20) }),
      response: { 200: overrideSchema, ...refusals },
    },
    handler: async (request) => operations.confirmShift(callerOf(request), request.body.code),
  });

  app.route({
    method: 'DELETE',
    url: '/oncall/overrides/:id',
    schema: {
      summary: 'Give a shift back; what has been on duty stays on record',
      tags: ['oncall'],
      params: idParams,
      querystring: localeQuery,
      response: { 200: overrideSchema, ...refusals },
    },
    handler: async (request) => operations.removeOverride(callerOf(request), request.params.id),
  });
}
