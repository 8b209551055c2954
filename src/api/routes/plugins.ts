/** The plugins: how each is, where it came from and what it may do. */

import { z } from 'zod';
import type { PluginMarketView, PluginView } from '../../domain/plugin-view.ts';
import type { App } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { localeQuery, refusals } from '../schemas/answers.ts';
import { listOf, ofView } from '../schemas/of-view.ts';

const names = listOf(z.string());

const pluginSchema = ofView<PluginView>()(
  z.object({
    name: z.string(),
    version: z.string().nullable(),
    state: z.enum(['starting', 'up', 'waiting', 'stopped', 'refused']),
    since: z.string(),
    reason: z.object({ 'zh-CN': z.string(), en: z.string() }).nullable(),
    stops: z.number().int(),
    market: z.string().nullable(),
    isRevoked: z.boolean(),
    capabilities: names,
    permissions: z.object({ read: names, write: names, hosts: names, env: names }).nullable(),
    limits: z.object({ memoryMb: z.number(), callMs: z.number() }).nullable(),
    usedMb: z.number().int().nullable(),
  }),
);

const localText = z.object({ 'zh-CN': z.string(), en: z.string() });

const marketSchema = ofView<PluginMarketView>()(
  z.object({
    items: listOf(
      z.object({
        name: z.string(),
        version: z.string(),
        market: z.string(),
        summary: localText,
        capabilities: names,
        permissions: z.object({ read: names, write: names, hosts: names, env: names }),
        limits: z.object({ memoryMb: z.number(), callMs: z.number() }),
        state: z.enum(['offered', 'installed', 'newer', 'revoked', 'unfitting']),
        reason: localText.nullable(),
      }),
    ),
    markets: listOf(z.object({ name: z.string(), problem: localText.nullable() })),
  }),
);

const marketQuery = localeQuery.extend({ q: z.string().max(200).default('').describe('Words that it must have, in any order') });

export function addPluginRoutes(app: App, deps: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/plugins',
    schema: {
      summary: 'The plugins, with their state, their origin and what they may do',
      tags: ['plugins'],
      querystring: localeQuery,
      response: { 200: z.object({ items: listOf(pluginSchema) }), ...refusals },
    },
    handler: async () => ({ items: deps.plugins() }),
  });
  app.route({
    method: 'GET',
    url: '/plugins/market',
    schema: {
      summary: 'What the markets offer, with what each asks for; installing takes the command line',
      tags: ['plugins'],
      querystring: marketQuery,
      response: { 200: marketSchema, ...refusals },
    },
    handler: async (request) => deps.pluginMarket(request.query.q.split(/\s+/).filter((word) => word !== '')),
  });
}
