/** Schedules as calendars: exported, and followed at an address that holds its secret. */

import { z } from 'zod';
import { ZhibanError } from '../../domain/errors.ts';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { idParams, idText, localeQuery, refusals } from '../schemas/answers.ts';
import { listOf } from '../schemas/of-view.ts';
import { calendarImportSchema, feedSchema } from '../schemas/oncall-schemas.ts';

/** Characters of other scripts take three bytes, and breaks are escaped. */
const importBytesMax = 8_000_000;
const calendarType = 'text/calendar; charset=utf-8';

export function addCalendarRoutes(app: App, { operations, tenantId, publicUrl }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/oncall/calendar',
    schema: {
      summary: 'The shifts of 35 days back and ahead as iCalendar',
      tags: ['oncall'],
      querystring: localeQuery.extend({ schedule: idText.optional() }),
      response: { 200: z.object({ text: z.string() }), ...refusals },
    },
    handler: async (request) => ({ text: await operations.exportCalendar(callerOf(request), request.query.schedule) }),
  });

  app.route({
    method: 'POST',
    url: '/oncall/calendar/import',
    bodyLimit: importBytesMax,
    schema: {
      summary: 'Entries of an iCalendar become overrides of a schedule; a dry run unless it is to be applied',
      tags: ['oncall'],
      querystring: localeQuery,
      body: z.strictObject({
        schedule: idText,
        calendar: z.string().min(1).max(2_000_000),
        days: z.number().int().min(1).max(400).default(92).describe('So far ahead from now'),
        apply: z.boolean().default(false),
      }),
      response: { 200: calendarImportSchema, ...refusals },
    },
    handler: async (request) => operations.importCalendar(callerOf(request), request.body),
  });
  addFeedRoutes(app, { operations, tenantId, publicUrl });
}

function addFeedRoutes(app: App, { operations, tenantId, publicUrl }: Pick<ApiDeps, 'operations' | 'tenantId' | 'publicUrl'>): void {
  app.route({
    method: 'POST',
    url: '/oncall/feeds',
    schema: {
      summary: 'An address that calendars can follow; it is shown this once',
      tags: ['oncall'],
      querystring: localeQuery,
      body: z.strictObject({ schedule: idText.optional(), isOwn: z.boolean().default(false).describe('Only the shifts of who asks') }),
      response: { 200: z.object({ feed: feedSchema, url: z.string() }), ...refusals },
    },
    handler: async (request) => {
      const { feed, token } = await operations.addFeed(callerOf(request), request.body);
      return { feed, url: `${publicUrl()}/api/v1/oncall/feeds/${token}/calendar.ics` };
    },
  });

  app.route({
    method: 'GET',
    url: '/oncall/feeds',
    schema: {
      summary: 'The addresses that calendars follow, without their secrets; one’s own, or all for an administrator',
      tags: ['oncall'],
      querystring: localeQuery,
      response: { 200: z.object({ items: listOf(feedSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await operations.listFeeds(callerOf(request)) }),
  });

  app.route({
    method: 'DELETE',
    url: '/oncall/feeds/:id',
    schema: {
      summary: 'The address leads nowhere from now on',
      tags: ['oncall'],
      params: idParams,
      querystring: localeQuery,
      response: { 200: feedSchema, ...refusals },
    },
    handler: async (request) => operations.removeFeed(callerOf(request), request.params.id),
  });
  addFollowedCalendar(app, operations, tenantId);
}

function addFollowedCalendar(app: App, operations: ApiDeps['operations'], tenantId: string): void {
  app.route({
    method: 'GET',
    url: '/oncall/feeds/:token/calendar.ics',
    // Calendars can't sign in: the secret in the address is what lets them in.
    config: { isOpen: true },
    schema: {
      summary: 'What a calendar follows',
      tags: ['oncall'],
      params: z.object({ token: z.string().min(20).max(64) }),
      response: { 200: z.string(), ...refusals },
    },
    handler: async (request, reply) => {
      const calendar = await operations.feedCalendar(tenantId, request.params.token);
      if (calendar === null) throw new ZhibanError('not-found', 'There is no calendar at this address');
      return reply.header('content-type', calendarType).header('cache-control', 'private, max-age=300').send(calendar);
    },
  });
}
