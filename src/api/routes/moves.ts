/** Merging and splitting incidents by hand, and taking it back. */

import { z } from 'zod';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { idParams, idText, localeQuery, refusals } from '../schemas/answers.ts';
import { moveResultSchema, moveSchema } from '../schemas/move-schemas.ts';
import { listOf } from '../schemas/of-view.ts';

const tags = ['incidents'];
const names = z.array(z.string().min(1).max(1_000)).min(1).max(10_000);

export function addMoveRoutes(app: App, { operations }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/incidents/:id/merge',
    schema: {
      summary: 'Merge an incident into another: its alerts go there, and later ones of its groups too',
      tags,
      params: idParams,
      querystring: localeQuery,
      body: z.strictObject({ into: idText }),
      response: { 200: moveResultSchema, ...refusals },
    },
    handler: async (request) => operations.merge(callerOf(request), request.params.id, request.body.into),
  });
  app.route({
    method: 'POST',
    url: '/incidents/:id/split',
    schema: {
      summary: 'Split alerts off into an incident of their own: by group, by id, or by labels',
      tags,
      params: idParams,
      querystring: localeQuery,
      body: z.strictObject({
        groupKeys: names.optional(),
        alertIds: names.optional(),
        matchers: z.string().max(4_000).optional().describe('job="orders" instance=~"db-.*"; all must fit'),
      }),
      response: { 200: moveResultSchema, ...refusals },
    },
    handler: async (request) => operations.split(callerOf(request), request.params.id, request.body),
  });
  app.route({
    method: 'GET',
    url: '/incidents/:id/moves',
    schema: {
      summary: 'Merges and splits of an incident, newest first',
      tags,
      params: idParams,
      querystring: localeQuery,
      response: { 200: z.object({ items: listOf(moveSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await operations.listMoves(callerOf(request), request.params.id) }),
  });
  app.route({
    method: 'POST',
    url: '/moves/:id/undo',
    schema: {
      summary: 'Take a merge or a split back: by its id, or the latest of an incident',
      tags,
      params: idParams,
      querystring: localeQuery,
      body: z.strictObject({}).optional(),
      response: { 200: moveResultSchema, ...refusals },
    },
    handler: async (request) => operations.undoMove(callerOf(request), request.params.id),
  });
}
