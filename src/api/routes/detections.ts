/** What is watched by itself: how it does, a run now, and what people think of what it opened. */

import { z } from 'zod';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { idParams, localeQuery, refusals } from '../schemas/answers.ts';
import { detectionDetailSchema, detectionSchema, markedSchema, markInput } from '../schemas/detection-schemas.ts';
import { listOf } from '../schemas/of-view.ts';

export function addDetectionRoutes(app: App, { operations }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/detections',
    schema: {
      summary: 'What is watched by itself, with what its budget has used',
      tags: ['detections'],
      querystring: localeQuery,
      response: { 200: z.object({ items: listOf(detectionSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await operations.listDetections(callerOf(request)) }),
  });

  app.route({
    method: 'GET',
    url: '/detections/:id',
    schema: {
      summary: 'One detection with its series, their scores and thresholds, and what it saw lately',
      tags: ['detections'],
      params: idParams,
      querystring: localeQuery,
      response: { 200: detectionDetailSchema, ...refusals },
    },
    handler: async (request) => operations.showDetection(callerOf(request), request.params.id),
  });

  app.route({
    method: 'POST',
    url: '/detections/:id/run',
    schema: {
      summary: 'Run it now, beside its schedule',
      tags: ['detections'],
      params: idParams,
      querystring: localeQuery,
      body: z.strictObject({}).optional(),
      response: { 200: detectionDetailSchema, ...refusals },
    },
    handler: async (request) => operations.runDetection(callerOf(request), request.params.id),
  });

  addHold(app, operations);

  app.route({
    method: 'POST',
    url: '/incidents/:id/usefulness',
    schema: {
      summary: 'Say whether an incident that a detection opened was useful; “useless” raises the threshold of its series',
      tags: ['detections'],
      params: idParams,
      querystring: localeQuery,
      body: markInput,
      response: { 200: markedSchema, ...refusals },
    },
    handler: async (request) => operations.markDetection(callerOf(request), request.params.id, request.body.mark),
  });
}

function addHold(app: App, operations: ApiDeps['operations']): void {
  for (const [verb, isHeld, summary] of [
    ['pause', true, 'Hold it: it is not run and opens nothing, and what it had opened ends'],
    ['resume', false, 'Let it run again'],
  ] as const) {
    app.route({
      method: 'POST',
      url: `/detections/:id/${verb}`,
      schema: {
        summary,
        tags: ['detections'],
        params: idParams,
        querystring: localeQuery,
        body: z.strictObject({}).optional(),
        response: { 200: detectionDetailSchema, ...refusals },
      },
      handler: async (request) => operations.holdDetection(callerOf(request), request.params.id, isHeld),
    });
  }
}
