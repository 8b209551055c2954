/** Where an incident is shown. */

import { z } from 'zod';
import { locales } from '../../domain/text.ts';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { idParams, localeQuery, refusals } from '../schemas/answers.ts';
import { incidentSchema } from '../schemas/incident-schemas.ts';

const placeName = z.string().trim().min(1).max(200);

const placeBody = z.strictObject({
  adapter: placeName,
  /** As the platform names it: C0123 in Slack, oc_… in Feishu, cid… in DingTalk. */
  channel: placeName,
  thread: placeName.optional(),
  /** The language there; the caller's unless it is given. */
  locale: z.enum(locales).optional(),
});

const shown = z.object({ incident: incidentSchema, isNew: z.boolean() });

export function addPlaceRoutes(app: App, { operations }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/incidents/:id/places',
    schema: {
      summary: 'Show the incident in a further channel; there it has one state with all others',
      tags: ['incidents'],
      params: idParams,
      querystring: localeQuery,
      body: placeBody,
      response: { 200: shown, ...refusals },
    },
    handler: async (request) => {
      const { adapter, channel, thread, locale } = request.body;
      const place = { adapter, workspace: '', channel, ...(thread === undefined ? {} : { thread }) };
      return operations.mirror(callerOf(request), request.params.id, { place, ...(locale === undefined ? {} : { locale }) });
    },
  });

  app.route({
    method: 'POST',
    url: '/incidents/:id/room',
    schema: {
      summary: 'Open a channel of the incident’s own; it is closed with the incident',
      tags: ['incidents'],
      params: idParams,
      querystring: localeQuery,
      body: z.strictObject({ adapter: placeName.optional() }).default({}),
      response: { 200: shown, ...refusals },
    },
    handler: async (request) => operations.openRoom(callerOf(request), request.params.id, request.body.adapter ?? null),
  });
}
