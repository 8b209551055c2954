/** Who sends a request: a bearer token, or the session cookie of the console. Everything below /api/v1 passes here. */

import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Person } from '../domain/policy.ts';
import { type App, refusal, signInText } from './app.ts';
import type { ApiDeps } from './contract.ts';

export const sessionCookie = 'zhiban_session';

/** Wrong tokens that one address may present in a minute before it is no longer listened to. */
const failuresPerMinuteMax = 30;

export type FailureLimit = ReturnType<App['createRateLimit']>;

/** Made before the routes; needs the rate-limit plugin. */
export function createFailureLimit(app: App): FailureLimit {
  return app.createRateLimit({ max: failuresPerMinuteMax, timeWindow: 60_000, keyGenerator: (request) => request.ip });
}

/** Sets `request.caller`, or refuses: 401 without or with a wrong token, 403 for a foreign page, 429 after too many wrong tokens. */
export function addAuthentication(app: App, deps: ApiDeps, failures: FailureLimit): void {
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.isOpen === true || request.is404) return;
    await refuseTooManyFailures(request, failures);
    const found = await personOf(request, deps);
    if (found === null) {
      const isGiven = request.headers.authorization !== undefined;
      if (isGiven) await countFailure(request, deps, failures);
      throw refusal('unauthenticated', isGiven ? wrongTokenText : signInText);
    }
    if (found.sessionHash !== null) refuseForeignPages(request, deps.publicUrl());
    request.sessionHash = found.sessionHash;
    request.caller = { tenantId: deps.tenantId, person: found.person, door: doorOf(request, found.sessionHash), locale: request.locale };
  });
}

const wrongTokenText = { en: 'This token is not valid', 'zh-CN': '令牌无效' };

export async function refuseTooManyFailures(request: FastifyRequest, failures: FailureLimit): Promise<void> {
  const state = await failures(request, { increment: false });
  if (state.isAllowed || !state.isExceeded) return;
  const text = { en: 'Too many wrong tokens from this address; try again in a minute', 'zh-CN': '该地址的错误令牌过多，请一分钟后再试' };
  throw refusal('too-many', text, { details: { retryAfterSeconds: Math.max(1, state.ttlInSeconds) } });
}

export async function countFailure(request: FastifyRequest, deps: Pick<ApiDeps, 'log' | 'metrics'>, failures: FailureLimit): Promise<void> {
  await failures(request);
  deps.metrics.loginFailed();
  deps.log.warn({ address: request.ip, route: request.routeOptions.url }, 'A wrong token was presented');
}

interface Found {
  readonly person: Person;
  /** Null for a bearer token. */
  readonly sessionHash: string | null;
}

async function personOf(request: FastifyRequest, deps: ApiDeps): Promise<Found | null> {
  const bearer = bearerOf(request.headers.authorization);
  if (bearer !== null) {
    const person = deps.directory().byToken(bearer);
    return person === null ? null : { person, sessionHash: null };
  }
  const cookie = request.cookies[sessionCookie];
  if (cookie === undefined || cookie.length > 200) return null;
  const sessionHash = hashToken(cookie);
  const personId = await deps.store.forTenant(deps.tenantId).sessions.find(sessionHash, 'browser', deps.clock.now());
  const person = personId === null ? null : deps.directory().byId(personId);
  return person === null ? null : { person, sessionHash };
}

/** The token of `Authorization: Bearer TOKEN`; null for any other scheme. */
export function bearerOf(header: string | undefined): string | null {
  return /^Bearer +(\S{1,4096}) *$/i.exec(header ?? '')?.[1] ?? null;
}

/** What is stored in place of a token. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function doorOf(request: FastifyRequest, sessionHash: string | null): string {
  if (sessionHash !== null) return 'console';
  return request.headers['x-zhiban-door'] === 'cli' ? 'cli' : 'api';
}

/**
 * A cookie is sent by the browser whoever wrote the page, so a change must come from a page of ours. Browsers say so in
 * Sec-Fetch-Site; older ones only in Origin. A request with neither isn't from a browser and has no business with a cookie.
 */
export function refuseForeignPages(request: FastifyRequest, publicUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin') return;
  const origin = request.headers.origin;
  if (site === undefined && origin !== undefined && isOwnOrigin(origin, request.host, publicUrl)) return;
  throw refusal('forbidden', { en: 'The request comes from a foreign page', 'zh-CN': '请求来自其他网站的页面，已拒绝' });
}

function isOwnOrigin(origin: string, host: string, publicUrl: string): boolean {
  return URL.parse(origin)?.host === host || origin === URL.parse(publicUrl)?.origin;
}
