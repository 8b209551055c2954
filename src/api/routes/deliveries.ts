/** What is on its way to people, and what was given up. */

import { z } from 'zod';
import { deliveryStates } from '../../domain/delivery.ts';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { idParams, localeQuery, refusals } from '../schemas/answers.ts';
import { deliverySchema, replaySchema } from '../schemas/delivery-schemas.ts';
import { listOf } from '../schemas/of-view.ts';

const deliveryQuery = localeQuery.extend({
  state: z.enum(deliveryStates).default('dead'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export function addDeliveryRoutes(app: App, { operations }: ApiDeps): void {
  const empty = z.strictObject({}).optional();

  app.route({
    method: 'GET',
    url: '/deliveries',
    schema: {
      summary: 'Messages to people that wait, were said, or were given up; newest first',
      tags: ['deliveries'],
      querystring: deliveryQuery,
      response: { 200: z.object({ items: listOf(deliverySchema) }), ...refusals },
    },
    handler: async (request) => {
      const { state, limit } = request.query;
      return { items: await operations.listDeliveries(callerOf(request), { state, limit }) };
    },
  });

  app.route({
    method: 'POST',
    url: '/deliveries/replay',
    schema: {
      summary: 'Try everything again that was given up',
      tags: ['deliveries'],
      querystring: localeQuery,
      body: empty,
      response: { 200: replaySchema, ...refusals },
    },
    handler: async (request) => operations.replayDeliveries(callerOf(request)),
  });

  app.route({
    method: 'POST',
    url: '/deliveries/:id/replay',
    schema: {
      summary: 'Try one message again that was given up',
      tags: ['deliveries'],
      params: idParams,
      querystring: localeQuery,
      body: empty,
      response: { 200: replaySchema, ...refusals },
    },
    handler: async (request) => operations.replayDelivery(callerOf(request), request.params.id),
  });
}
