/** Signing in and out of the console, and one-time links for it. */

import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { hasRole, type Person, roles } from '../../domain/policy.ts';
import { locales } from '../../domain/text.ts';
import { type App, callerOf, refusal } from '../app.ts';
import { countFailure, type FailureLimit, hashToken, refuseForeignPages, refuseTooManyFailures, sessionCookie } from '../authenticate.ts';
import type { ApiDeps } from '../contract.ts';
import { createLoginLink } from '../login-link.ts';
import { idText, localeQuery, refusals } from '../schemas/answers.ts';

const sessionMs = 7 * 86_400_000;

const sessionSchema = z.object({
  person: z.object({ id: z.string(), name: z.string(), roles: z.array(z.enum(roles)).readonly() }),
  locale: z.enum(locales),
  tenantId: z.string(),
  version: z.string(),
  publicUrl: z.string(),
});

export function addSessionRoutes(app: App, deps: ApiDeps, failures: FailureLimit): void {
  app.route({
    method: 'POST',
    url: '/login',
    config: { isOpen: true },
    schema: {
      summary: 'Sign in with the token of a login link, or with your own; sets the session cookie',
      tags: ['session'],
      security: [],
      querystring: localeQuery,
      body: z.strictObject({ token: z.string().trim().min(1).max(4_096) }),
      response: { 200: sessionSchema, ...refusals },
    },
    handler: async (request, reply) => {
      if (request.headers['sec-fetch-site'] !== undefined || request.headers.origin !== undefined)
        refuseForeignPages(request, deps.publicUrl());
      await refuseTooManyFailures(request, failures);
      const person = await personOfToken(request.body.token, deps);
      if (person === null) {
        await countFailure(request, deps, failures);
        throw refusal('unauthenticated', { en: 'This token is wrong, used or expired', 'zh-CN': '令牌错误、已使用或已过期' });
      }
      await startSession(person, request, reply, deps);
      return sessionOf(person, request, deps);
    },
  });

  app.route({
    method: 'POST',
    url: '/logout',
    schema: {
      summary: 'Sign out',
      tags: ['session'],
      querystring: localeQuery,
      body: z.strictObject({}).optional(),
      response: { 200: z.object({ signedOut: z.boolean() }), ...refusals },
    },
    handler: async (request, reply) => {
      if (request.sessionHash !== null) await deps.store.forTenant(deps.tenantId).sessions.remove(request.sessionHash);
      reply.clearCookie(sessionCookie, { path: '/' });
      return { signedOut: request.sessionHash !== null };
    },
  });

  app.route({
    method: 'GET',
    url: '/session',
    schema: { summary: 'Who you are here', tags: ['session'], querystring: localeQuery, response: { 200: sessionSchema, ...refusals } },
    handler: async (request) => sessionOf(callerOf(request).person, request, deps),
  });

  addLoginLinkRoute(app, deps);
}

function addLoginLinkRoute(app: App, deps: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/login-links',
    schema: {
      summary: 'Make a link that signs a person in once, within 15 minutes; for administrators',
      tags: ['session'],
      querystring: localeQuery,
      body: z.strictObject({ personId: idText.optional() }),
      response: { 200: z.object({ url: z.string(), expiresAt: z.string() }), ...refusals },
    },
    handler: async (request) => {
      const { person: maker, door } = callerOf(request);
      refuseUnlessAdmin(maker);
      const personId = request.body.personId ?? maker.id;
      if (deps.directory().byId(personId) === null) {
        throw refusal('not-found', {
          en: `There is no person '${personId}' in the configuration`,
          'zh-CN': `配置中没有人员 '${personId}'`,
        });
      }
      const store = deps.store.forTenant(deps.tenantId);
      const link = await createLoginLink({ sessions: store.sessions, personId, publicUrl: deps.publicUrl(), nowMs: deps.clock.now() });
      await store.audit.append(auditLine(deps, { actor: maker.id, door, action: 'login-link.create', target: personId }));
      return link;
    },
  });
}

export function refuseUnlessAdmin(person: Person): void {
  if (hasRole(person, 'admin')) return;
  throw refusal('forbidden', { en: 'This needs the role admin', 'zh-CN': '此操作需要 admin 角色' });
}

async function personOfToken(token: string, deps: ApiDeps): Promise<Person | null> {
  const personId = await deps.store.forTenant(deps.tenantId).sessions.consume(hashToken(token), deps.clock.now());
  return personId === null ? deps.directory().byToken(token) : deps.directory().byId(personId);
}

async function startSession(person: Person, request: FastifyRequest, reply: FastifyReply, deps: ApiDeps): Promise<void> {
  const secret = randomBytes(32).toString('base64url');
  const expiresAtMs = deps.clock.now() + sessionMs;
  const store = deps.store.forTenant(deps.tenantId);
  const previous = request.cookies[sessionCookie];
  if (previous !== undefined) await store.sessions.remove(hashToken(previous));
  await store.sessions.create({ tokenHash: hashToken(secret), kind: 'browser', personId: person.id, expiresAtMs });
  await store.audit.append(auditLine(deps, { actor: person.id, door: 'console', action: 'login', target: person.id }));
  reply.setCookie(sessionCookie, secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: deps.publicUrl().startsWith('https:'),
    maxAge: sessionMs / 1_000,
  });
}

function auditLine(
  deps: ApiDeps,
  line: { readonly actor: string; readonly door: string; readonly action: string; readonly target: string },
) {
  return { ...line, at: new Date(deps.clock.now()).toISOString(), incidentId: null, outcome: 'ok' as const, details: {} };
}

function sessionOf(person: Person, request: FastifyRequest, deps: ApiDeps): z.output<typeof sessionSchema> {
  const { id, name, roles: held } = person;
  return {
    person: { id, name, roles: held },
    locale: request.locale,
    tenantId: deps.tenantId,
    version: deps.version,
    publicUrl: deps.publicUrl(),
  };
}
