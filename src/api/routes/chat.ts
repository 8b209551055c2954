/** The console's own channel: what a person says, clicks and fills in there takes the path that any chat takes. */

import { z } from 'zod';
import { type App, callerOf, refusal } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { idParams, idText, localeQuery, refusals } from '../schemas/answers.ts';
import { listOf } from '../schemas/of-view.ts';
import { formSchema, messageSchema, noticeSchema } from '../schemas/record-schemas.ts';

const threadMax = 500;

const listQuery = localeQuery.extend({
  channel: z.string().min(1).max(80).default('ops'),
  before: idText.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const clickBody = z.strictObject({ messageId: idText, actionId: z.string().min(1).max(100), value: z.string().max(500) });
const formBody = z.strictObject({
  formId: z.string().min(1).max(500),
  fields: z.record(z.string().max(100), z.string().max(8_000)),
});

export function addChatRoutes(app: App, deps: ApiDeps): void {
  addReading(app, deps);
  addSpeaking(app, deps.consoleDoor);
}

function addReading(app: App, { consoleDoor, store, tenantId }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/chat/messages',
    schema: {
      summary: 'Root messages of a channel: the latest, or those before one; oldest first',
      tags: ['chat'],
      querystring: listQuery,
      response: { 200: z.object({ items: listOf(messageSchema) }), ...refusals },
    },
    handler: async (request) => {
      callerOf(request);
      const { channel, limit, before } = request.query;
      return { items: await consoleDoor.roots(channel, limit, before) };
    },
  });

  app.route({
    method: 'GET',
    url: '/chat/messages/:id/thread',
    schema: {
      summary: 'A root message and what was said below it',
      tags: ['chat'],
      params: idParams,
      querystring: localeQuery,
      response: { 200: z.object({ root: messageSchema, items: listOf(messageSchema) }), ...refusals },
    },
    handler: async (request) => {
      callerOf(request);
      const { chat } = store.forTenant(tenantId);
      const named = await chat.get(request.params.id);
      const root = named === null || named.threadId === null ? named : await chat.get(named.threadId);
      if (root === null) throw refusal('not-found', { en: 'There is no such message', 'zh-CN': '没有这条消息' });
      return { root, items: await consoleDoor.thread(root.id, threadMax) };
    },
  });
}

function addSpeaking(app: App, consoleDoor: ApiDeps['consoleDoor']): void {
  app.route({
    method: 'POST',
    url: '/chat/messages',
    schema: {
      summary: 'Say something',
      tags: ['chat'],
      querystring: localeQuery,
      body: z.strictObject({ text: z.string().trim().min(1).max(8_000), threadId: idText.nullable().default(null) }),
      response: { 200: messageSchema, ...refusals },
    },
    handler: async (request) => {
      const { person, locale } = callerOf(request);
      return consoleDoor.say(person, locale, request.body);
    },
  });

  app.route({
    method: 'POST',
    url: '/chat/click',
    schema: {
      summary: 'Click a button of a card',
      tags: ['chat'],
      querystring: localeQuery,
      body: clickBody,
      response: { 200: z.object({ notice: noticeSchema.nullable(), form: formSchema.nullable() }), ...refusals },
    },
    handler: async (request) => {
      const { person, locale } = callerOf(request);
      return consoleDoor.click(person, locale, request.body);
    },
  });

  app.route({
    method: 'POST',
    url: '/chat/form',
    schema: {
      summary: 'Send a form that a click has opened',
      tags: ['chat'],
      querystring: localeQuery,
      body: formBody,
      response: { 200: z.object({ notice: noticeSchema.nullable() }), ...refusals },
    },
    handler: async (request) => {
      const { person, locale } = callerOf(request);
      return consoleDoor.submit(person, locale, request.body);
    },
  });
}
