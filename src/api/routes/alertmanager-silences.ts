/** Silences in Alertmanager's form, so that `amtool silence` and its web page work against us. */

import { z } from 'zod';
import { readFilter } from '../../analysis/noise/matchers.ts';
import { ZhibanError } from '../../domain/errors.ts';
import type { Matcher, Silence } from '../../domain/silence.ts';
import { silenceState } from '../../domain/silence.ts';
import type { Caller } from '../../operations/contract.ts';
import type { App } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { parseJsonBody } from '../json-body.ts';
import { errorSchema } from '../schemas/answers.ts';

const errors = { '4xx': errorSchema, '5xx': errorSchema } as const;
const silencesMax = 500;

const matcherSchema = z.object({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean() });
const silenceSchema = z.object({
  id: z.string(),
  status: z.object({ state: z.enum(['active', 'pending', 'expired']) }),
  updatedAt: z.string(),
  comment: z.string(),
  createdBy: z.string(),
  endsAt: z.string(),
  matchers: z.array(matcherSchema).readonly(),
  startsAt: z.string(),
});
/** What amtool and the web page send; the author is whoever the token belongs to. */
const bodySchema = z.object({
  id: z.string().max(60).optional(),
  matchers: z
    .array(z.object({ name: z.string().min(1), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean().default(true) }))
    .min(1)
    .max(50),
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
  comment: z.string(),
});
const askedSchema = z.looseObject({ filter: z.union([z.string(), z.array(z.string()).max(20)]).optional() });
const params = z.object({ id: z.string().max(60) });

export interface AlertmanagerDoor {
  /** Refuses who has no person's token. */
  readonly onRequest: (request: import('fastify').FastifyRequest) => Promise<void>;
  readonly callerOf: (request: import('fastify').FastifyRequest) => Caller;
}

export function addAlertmanagerSilences(app: App, { operations, clock }: ApiDeps, { onRequest, callerOf }: AlertmanagerDoor): void {
  const about = { tags: ['alertmanager'], security: [{ bearer: [] }] };
  app.get('/silences', {
    onRequest,
    schema: {
      ...about,
      summary: 'Silences, also those that are over',
      querystring: askedSchema,
      response: { 200: z.array(silenceSchema).readonly(), ...errors },
    },
    handler: async (request) => {
      const filters = [request.query.filter ?? []].flat().map(readFilter);
      const found = await operations.listSilences(callerOf(request), { state: 'all', limit: silencesMax });
      return found
        .filter((silence) => filters.every((isMet) => isMet(wordsOf(silence))))
        .map((silence) => asGettable(silence, clock.now()));
    },
  });
  app.post('/silences', {
    onRequest,
    schema: { ...about, summary: 'Silence what matches', response: { 200: z.object({ silenceID: z.string() }), ...errors } },
    handler: async (request) => {
      const body = bodySchema.safeParse(parseJsonBody(typeof request.body === 'string' ? request.body : ''));
      if (!body.success) throw new ZhibanError('invalid', `This is no silence: ${z.prettifyError(body.error).slice(0, 400)}`);
      const { id, matchers, ...rest } = body.data;
      const { silence } = await operations.addSilence(callerOf(request), {
        ...rest,
        ...(id === undefined || id === '' ? {} : { id }),
        matchers: matchers.map(asMatcher),
      });
      return { silenceID: silence.id };
    },
  });
  app.get('/silence/:id', {
    onRequest,
    schema: { ...about, summary: 'One silence', params, response: { 200: silenceSchema, ...errors } },
    handler: async (request) => asGettable(await operations.showSilence(callerOf(request), request.params.id), clock.now()),
  });
  app.delete('/silence/:id', {
    onRequest,
    schema: { ...about, summary: 'End a silence', params, response: { 200: z.object({}), ...errors } },
    handler: async (request) => {
      await operations.expireSilence(callerOf(request), request.params.id);
      return {};
    },
  });
}

/** Filters of amtool ask what a silence says of a label. */
function wordsOf({ matchers }: Silence): Readonly<Record<string, string>> {
  return Object.fromEntries(matchers.map(({ name, value }) => [name, value]));
}

function asMatcher({ name, value, isRegex, isEqual }: z.infer<typeof matcherSchema>): Matcher {
  return { name, value, operator: isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=' };
}

function asGettable(silence: Silence, nowMs: number): z.infer<typeof silenceSchema> {
  const { id, matchers, startsAt, endsAt, updatedAt, comment, createdBy } = silence;
  return {
    ...{ id, startsAt, endsAt, updatedAt, comment, createdBy },
    status: { state: silenceState(silence, nowMs) },
    matchers: matchers.map(({ name, operator, value }) => ({
      ...{ name, value },
      isRegex: operator.endsWith('~'),
      isEqual: !operator.startsWith('!'),
    })),
  };
}
