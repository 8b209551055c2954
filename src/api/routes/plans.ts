/** Decisions on plans. The digest makes sure that what is approved is what the person has read. */

import { z } from 'zod';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { idParams, localeQuery, refusals } from '../schemas/answers.ts';
import { planResultSchema, planSchema, proposedCommandSchema } from '../schemas/plan-schemas.ts';

const decision = { tags: ['plans'], params: idParams, querystring: localeQuery, response: { 200: planResultSchema, ...refusals } };
const command = z.strictObject({
  systemId: z.string().min(1).max(100),
  command: z.string().min(1).max(4_000).describe('As it would be typed at the system'),
  incident: z.string().min(1).max(80).optional().describe('Id or code; without one it gets an incident of its own'),
});
const empty = z.strictObject({}).optional();

export function addPlanRoutes(app: App, { operations }: ApiDeps): void {
  addCommandRoute(app, operations);
  app.route({
    method: 'GET',
    url: '/plans/:id',
    schema: { ...decision, summary: 'One plan', response: { 200: planSchema, ...refusals } },
    handler: async (request) => operations.showPlan(callerOf(request), request.params.id),
  });

  app.route({
    method: 'POST',
    url: '/plans/:id/approve',
    schema: {
      ...decision,
      summary: 'Approve exactly the steps of this digest',
      body: z.strictObject({
        digest: z.string().regex(/^[0-9a-f]{64}$/, { error: "expected the plan's digest: 64 hexadecimal characters" }),
      }),
    },
    handler: async (request) => operations.approve(callerOf(request), request.params.id, request.body.digest),
  });

  app.route({
    method: 'POST',
    url: '/plans/:id/reject',
    schema: { ...decision, summary: 'Reject the plan, with a reason', body: z.strictObject({ reason: z.string().max(2_000).default('') }) },
    handler: async (request) => operations.reject(callerOf(request), request.params.id, request.body.reason),
  });

  app.route({
    method: 'POST',
    url: '/plans/:id/stop',
    schema: { ...decision, summary: 'Stop before the next step', body: empty },
    handler: async (request) => operations.stop(callerOf(request), request.params.id),
  });

  app.route({
    method: 'POST',
    url: '/plans/:id/undo',
    schema: { ...decision, summary: 'Undo what was done, in reverse order', body: empty },
    handler: async (request) => operations.undo(callerOf(request), request.params.id),
  });

  app.route({
    method: 'POST',
    url: '/stop-all',
    schema: {
      summary: 'Stop everything that is running',
      tags: ['plans'],
      querystring: localeQuery,
      body: empty,
      response: { 200: z.object({ stopped: z.array(z.string()).readonly() }), ...refusals },
    },
    handler: async (request) => operations.stopAll(callerOf(request)),
  });
}

function addCommandRoute(app: App, operations: ApiDeps['operations']): void {
  app.route({
    method: 'POST',
    url: '/commands',
    schema: {
      summary: 'Ask for a command: a plan of one step that waits for its approval',
      description:
        'Nothing is run. The command is read by the grammar of the kind of system (its forms are in the list of systems); 400 says what is not allowed, why, and what is allowed near it; 409 that it can’t be done now.',
      tags: ['plans'],
      querystring: localeQuery,
      body: command,
      response: { 200: proposedCommandSchema, ...refusals },
    },
    handler: async (request) => {
      const { incident, ...given } = request.body;
      return operations.proposeCommand(callerOf(request), { ...given, ...(incident !== undefined && { incident }) });
    },
  });
}
