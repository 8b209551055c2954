/** Who is who, and the linking of chat accounts to people. */

import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ZhibanError } from '../../domain/errors.ts';
import { type App, callerOf, refusal } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { idParams, idText, localeQuery, refusals } from '../schemas/answers.ts';
import { listOf } from '../schemas/of-view.ts';
import { identitySchema, linkSchema, personSchema } from '../schemas/people-schemas.ts';

/** Wrong codes that one person may present in a minute; of 80 bits nobody guesses one in that many tries. */
const wrongCodesPerMinuteMax = 10;

const account = z.string().min(1).max(128);
const codeBody = z.strictObject({ code: z.string().min(1).max(64) });

export function addPeopleRoutes(app: App, { operations }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/people',
    schema: {
      summary: 'The people of the configuration, their roles and their chat accounts',
      tags: ['people'],
      querystring: localeQuery,
      response: { 200: z.object({ items: listOf(personSchema) }), ...refusals },
    },
    handler: async (request) => ({ items: await operations.listPeople(callerOf(request)) }),
  });

  app.route({
    method: 'GET',
    url: '/me',
    schema: {
      summary: 'Who you are, and which chat accounts are yours',
      tags: ['people'],
      querystring: localeQuery,
      response: { 200: personSchema, ...refusals },
    },
    handler: async (request) => operations.whoami(callerOf(request)),
  });

  addCodeRoutes(app, operations);
  addAccountRoutes(app, operations);
}

function addCodeRoutes(app: App, operations: ApiDeps['operations']): void {
  const wrongCodes = app.createRateLimit({
    // The limit is passed by the call after it.
    max: wrongCodesPerMinuteMax - 1,
    timeWindow: 60_000,
    keyGenerator: (request) => request.caller?.person.id ?? request.ip,
  });

  /** Counts only codes that are wrong: who opens a page twice is not slowed down. */
  async function counted<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
    const state = await wrongCodes(request, { increment: false });
    if (!state.isAllowed && state.isExceeded) {
      const text = { en: 'Too many wrong codes; try again in a minute', 'zh-CN': '错误的关联码过多，请一分钟后再试' };
      throw refusal('too-many', text, { details: { retryAfterSeconds: Math.max(1, state.ttlInSeconds) } });
    }
    try {
      return await work();
    } catch (error) {
      if (error instanceof ZhibanError && error.details.refusal === 'wrong-code') await wrongCodes(request);
      throw error;
    }
  }

  app.route({
    method: 'POST',
    url: '/identities/preview',
    schema: {
      summary: 'What a code would link to you; uses nothing up',
      tags: ['people'],
      querystring: localeQuery,
      body: codeBody,
      response: { 200: linkSchema, ...refusals },
    },
    handler: async (request) => counted(request, () => operations.previewLink(callerOf(request), request.body.code)),
  });

  app.route({
    method: 'POST',
    url: '/identities/link',
    schema: {
      summary: 'Link the chat account that was told the code to you',
      description: 'The code proves the account, your sign-in proves you. It works once, within ten minutes.',
      tags: ['people'],
      querystring: localeQuery,
      body: codeBody,
      response: { 200: personSchema, ...refusals },
    },
    handler: async (request) => counted(request, () => operations.linkByCode(callerOf(request), request.body.code)),
  });
}

function addAccountRoutes(app: App, operations: ApiDeps['operations']): void {
  app.route({
    method: 'POST',
    url: '/people/:id/identities',
    schema: {
      summary: 'Link a chat account to a person; for administrators',
      tags: ['people'],
      params: idParams,
      querystring: localeQuery,
      body: z.strictObject({ adapter: idText, userId: account, workspace: account.optional() }),
      response: { 200: personSchema, ...refusals },
    },
    handler: async (request) => {
      const { workspace, ...named } = request.body;
      const identity = workspace === undefined ? named : { ...named, workspace };
      return operations.linkIdentity(callerOf(request), request.params.id, identity);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/identities/:adapter/:userId',
    schema: {
      summary: 'Take a link away: your own, or anybody’s as an administrator',
      tags: ['people'],
      params: z.strictObject({ adapter: idText, userId: account }),
      querystring: localeQuery.extend({ workspace: account.optional() }),
      response: { 200: z.object({ removed: listOf(identitySchema) }), ...refusals },
    },
    handler: async (request) => {
      const { workspace } = request.query;
      const identity = workspace === undefined ? request.params : { ...request.params, workspace };
      return operations.unlinkIdentity(callerOf(request), identity);
    },
  });
}
