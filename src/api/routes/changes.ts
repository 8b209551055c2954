/** Changes: told by people and pipelines, listed for whoever asks what was changed. */

import { z } from 'zod';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { changeForm } from '../read-change.ts';
import { localeQuery, refusals } from '../schemas/answers.ts';
import { changeSchema } from '../schemas/change-schemas.ts';
import { listOf } from '../schemas/of-view.ts';

const changeQuery = localeQuery.extend({
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 90)
    .default(24),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export function addChangeRoutes(app: App, { operations }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/changes',
    schema: {
      summary: 'Changes that were told, the latest first',
      tags: ['changes'],
      querystring: changeQuery,
      response: { 200: z.object({ items: listOf(changeSchema) }), ...refusals },
    },
    handler: async (request) => {
      const { hours, limit } = request.query;
      return { items: await operations.listChanges(callerOf(request), { hours, limit }) };
    },
  });

  app.route({
    method: 'POST',
    url: '/changes',
    schema: {
      summary: 'Tell of a change: a deploy, a setting, a flag',
      description:
        'It becomes a suspect of what begins after it on its systems, and is accused of nothing by its time alone. The same `key` is kept once. Pipelines that can only send their own form use POST /hooks/changes.',
      tags: ['changes'],
      querystring: localeQuery,
      body: changeForm,
      response: { 201: changeSchema, ...refusals },
    },
    handler: async (request, reply) => {
      const { at, version, author, url, key, ...form } = request.body;
      const more = {
        ...(at !== undefined && { at }),
        ...(version !== undefined && { version }),
        ...(author !== undefined && { author }),
        ...(url !== undefined && { url }),
        ...(key !== undefined && { key }),
      };
      return reply.code(201).send(await operations.addChange(callerOf(request), { ...form, ...more }));
    },
  });
}
