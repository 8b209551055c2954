/** Where pipelines tell of changes that can only send their own form: the hook token is enough, since nothing but a suspect comes of it. */

import { z } from 'zod';
import type { Caller } from '../../operations/contract.ts';
import { type App, refusal } from '../app.ts';
import { countFailure, type FailureLimit, refuseTooManyFailures } from '../authenticate.ts';
import type { ApiDeps } from '../contract.ts';
import { hasHookToken } from '../hook-token.ts';
import { readChange } from '../read-change.ts';
import { errorSchema } from '../schemas/answers.ts';

const bodyBytesMax = 1_048_576;
/** Repeated in the address: `?system=orders-api&system=orders-db`. */
const systemNames = z.union([z.string().min(1).max(80), z.array(z.string().min(1).max(80)).max(50)]).optional();

export function addChangeHook(app: App, deps: ApiDeps, failures: FailureLimit): void {
  app.route({
    method: 'POST',
    url: '/hooks/changes',
    bodyLimit: bodyBytesMax,
    schema: {
      summary: 'A change, as a pipeline tells it',
      description:
        "The form of POST /api/v1/changes, GitHub's `deployment_status` and `release`, or GitLab's `deployment`. The hook token as a bearer token, as the password of basic auth, or as ?token=; ?system= names the systems that it was made to.",
      tags: ['hooks'],
      security: [{ hookBearer: [] }, { hookBasic: [] }],
      querystring: z.object({ token: z.string().max(500).optional(), system: systemNames }),
      body: z.unknown(),
      response: { 200: z.object({ accepted: z.number(), changeId: z.string().nullable() }), '4xx': errorSchema, '5xx': errorSchema },
    },
    onRequest: async (request) => {
      await refuseTooManyFailures(request, failures);
      if (hasHookToken(request, deps.hookToken(), { isAddressTaken: true })) return;
      await countFailure(request, deps, failures);
      throw refusal('unauthenticated', { en: 'The hook token is missing or wrong', 'zh-CN': '缺少 Webhook 令牌，或令牌错误' });
    },
    handler: async (request) => {
      const change = readOrRefuse(request.body);
      if (change === null) return { accepted: 0, changeId: null };
      const { system = [] } = request.query;
      const named = typeof system === 'string' ? [system] : system;
      const { at, version, author, url, key, source, ...form } = change;
      const more = Object.fromEntries(Object.entries({ at, version, author, url, key }).filter(([, value]) => value !== null));
      const systems = named.length > 0 ? named : form.systems;
      const { id } = await deps.operations.addChange(pipeline(deps, source, request.locale), { ...form, ...more, systems, isLoose: true });
      return { accepted: 1, changeId: id };
    },
  });
}

function readOrRefuse(body: unknown) {
  try {
    return readChange(body);
  } catch (error) {
    const where = error instanceof z.ZodError ? (error.issues[0]?.path.join('.') ?? '') : '';
    const what = error instanceof z.ZodError ? (error.issues[0]?.message ?? '') : '';
    throw refusal('invalid', {
      en: `This is no change that is known: ${where === '' ? '' : `'${where}': `}${what}. Send { "title": …, "systems": […] }`,
      'zh-CN': `不是可识别的变更：${where === '' ? '' : `“${where}”：`}${what}。请发送 { "title": …, "systems": […] }`,
    });
  }
}

function pipeline(deps: ApiDeps, source: string, locale: Caller['locale']): Caller {
  return { tenantId: deps.tenantId, person: { id: source, name: source, roles: ['responder'], identities: {} }, door: source, locale };
}
