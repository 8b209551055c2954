/** Where alerts come in. The sender is told 2xx only after the alerts are stored, and anything else means: send again. */

import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ZhibanError } from '../../domain/errors.ts';
import type { HookSource, RawRequest } from '../../intake/contract.ts';
import { type App, refusal } from '../app.ts';
import { countFailure, type FailureLimit, refuseTooManyFailures } from '../authenticate.ts';
import type { ApiDeps } from '../contract.ts';
import { hasHookToken } from '../hook-token.ts';
import { parseJsonBody } from '../json-body.ts';
import { errorSchema } from '../schemas/answers.ts';

/** What a sender that has shown no token yet may make us read. */
const unknownBytesMax = 2_097_152;

/** A scope of its own: bodies are larger here, any content type is taken as text, and the hook token is not a person's. */
export async function addHookRoutes(app: App, deps: ApiDeps, failures: FailureLimit): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: deps.hookBodyBytesMax }, (_request, body, done) => done(null, body));
    const hooks = scope.withTypeProvider<import('fastify-type-provider-zod').ZodTypeProvider>();
    const foreign = (deps.foreignSources ?? []).map(
      (name): HookSource => ({ name: `plugin/${name}`, title: name, takesTokenInAddress: true }),
    );
    for (const source of [...deps.sources, ...foreign]) addHook(hooks, source, deps, failures);
    addHook(hooks, { name: 'generic/:name', title: 'a source of the configuration', takesTokenInAddress: true }, deps, failures);
  });
}

function addHook(app: App, source: HookSource, deps: ApiDeps, failures: FailureLimit): void {
  const door = deps.doors?.get(source.name);
  const refuse = async (request: FastifyRequest): Promise<never> => {
    await countFailure(request, deps, failures);
    deps.metrics.hookAnswered(source.name, 'unauthenticated');
    throw refusal('unauthenticated', door === undefined ? wrongTokenText : wrongSignatureText);
  };
  app.route({
    method: source.takesGet === true ? ['GET', 'POST'] : 'POST',
    url: `/hooks/${source.name}`,
    bodyLimit: door === undefined ? deps.hookBodyBytesMax : Math.min(deps.hookBodyBytesMax, unknownBytesMax),
    schema: {
      summary: `Alerts from ${source.title}`,
      description: descriptionOf(source, door !== undefined),
      tags: ['hooks'],
      security: [{ hookBearer: [] }, { hookBasic: [] }],
      response: {
        200: z.object({ accepted: z.number(), incidentIds: z.array(z.string()).readonly() }),
        '4xx': errorSchema,
        '5xx': errorSchema,
      },
    },
    onRequest: async (request) => {
      await refuseTooManyFailures(request, failures);
      // Who signs is known only once the body is there.
      if (door === undefined && !hasToken(request, source, deps)) await refuse(request);
    },
    errorHandler: (error, _request, _reply) => {
      if (error instanceof ZhibanError ? error.kind !== 'unauthenticated' : true) deps.metrics.hookAnswered(source.name, reasonOf(error));
      throw error;
    },
    handler: async (request) => {
      const raw = rawOf(request);
      if (door !== undefined) {
        const isKnown = hasToken(request, source, deps);
        const proof = await door.prove(raw, isKnown);
        if (proof === 'forged' || (proof === 'silent' && !isKnown)) await refuse(request);
        if ((await door.greet?.(raw)) === true) return noAlerts(deps, source);
      }
      const stored = await deps.intake.accept(deps.tenantId, nameOf(source, request), bodyOf(source, raw)).catch(orUnavailable);
      deps.metrics.hookAnswered(source.name, 'accepted');
      return stored;
    },
  });
}

const wrongTokenText = { en: 'The hook token is missing or wrong', 'zh-CN': '缺少 Webhook 令牌，或令牌错误' };
const wrongSignatureText = {
  en: 'The signature is missing or wrong, and so is the hook token',
  'zh-CN': '签名缺失或错误，也没有正确的 Webhook 令牌',
};

/** Which of those that the configuration names; it may have changed since the start. */
function nameOf(source: HookSource, request: FastifyRequest): string {
  const { name = '' } = z.object({ name: z.string().optional() }).parse(request.params ?? {});
  return source.name.replace(':name', () => name);
}

function descriptionOf(source: HookSource, signs: boolean): string {
  const token = 'The hook token as a bearer token or as the password of basic auth';
  const address = source.takesTokenInAddress ? ', or as ?token= for senders that can only be given an address' : '';
  return `${token}${address}.${signs ? ' Signed requests of a sender that the configuration names need none.' : ''}`;
}

function noAlerts(deps: ApiDeps, source: HookSource): { readonly accepted: number; readonly incidentIds: readonly string[] } {
  deps.metrics.hookAnswered(source.name, 'accepted');
  return { accepted: 0, incidentIds: [] };
}

function rawOf(request: FastifyRequest): RawRequest {
  const text = typeof request.body === 'string' ? request.body : '';
  const query = Object.entries(request.query ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' && name !== 'token' ? [[name, value] as const] : [],
  );
  return { headers: request.headers, query: Object.fromEntries(query), text, json: () => parseJsonBody(text) };
}

function bodyOf(source: HookSource, raw: RawRequest): unknown {
  return source.read === undefined ? raw.json() : source.read(raw);
}

/** What isn't the sender's fault is worth sending again: senders repeat on 503, and some give up on 500. */
function orUnavailable(error: unknown): never {
  if (error instanceof ZhibanError) throw error;
  const text = { en: 'The alerts could not be stored; send them again', 'zh-CN': '告警未能入库，请重新发送' };
  throw refusal('unavailable', text, { details: { retryAfterSeconds: 10 }, cause: error });
}

function reasonOf(error: unknown): string {
  if (error instanceof ZhibanError) return error.kind;
  return error instanceof Error && 'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? 'too-large' : 'invalid';
}

function hasToken(request: FastifyRequest, source: HookSource, deps: ApiDeps): boolean {
  return hasHookToken(request, deps.hookToken(), { isAddressTaken: source.takesTokenInAddress });
}
