/** Jaeger: where requests went and where their time was spent, and itself something that can fail. */

import { z } from 'zod';
import { SystemError } from '../../domain/errors.ts';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { apiTokenShape } from '../http-api/client.ts';
import { createJaegerClient, type JaegerClient } from './client.ts';
import { jaegerCommands } from './commands.ts';
import { jaegerProbes } from './probes.ts';
import { jaegerSignatures } from './signatures.ts';

const jaegerEntry = z.strictObject({
  ...entryShape,
  kind: z.literal('jaeger'),
  ...apiTokenShape,
  /** `v1` is what the page of Jaeger uses; `v3` gives OpenTelemetry's form, and no dependency graph. */
  api: z.enum(['v1', 'v3']).default('v1'),
  /** Where `/metrics` of the collector is: what it drops and what its storage refuses. */
  adminUrl: apiTokenShape.url.optional(),
  /** The services to look at; by default all that Jaeger knows. */
  services: z.array(z.string().min(1).max(200)).max(50).default([]),
});

export type JaegerEntry = z.infer<typeof jaegerEntry>;

export const jaegerKind: SystemKind<JaegerClient, JaegerEntry> = {
  kind: 'jaeger',
  title: { 'zh-CN': 'Jaeger 链路追踪', en: 'Jaeger' },
  entry: jaegerEntry,
  connect: createJaegerClient,
  probes: jaegerProbes,
  signatures: jaegerSignatures,
  actions: [],
  commands: jaegerCommands,
  async check(client, context) {
    const limit = { timeoutMs: 5_000, signal: context.signal };
    try {
      const services = (await client.services(limit)).length;
      if (services === 0)
        return [
          {
            level: 'warn',
            text: {
              'zh-CN': '可以查询，但没有任何服务上报链路；核对 url 是否是查询服务',
              en: 'queries are answered, but no service has reported a trace; is this the query service?',
            },
          },
        ];
      return [{ level: 'ok', text: { 'zh-CN': `可以查询，共 ${services} 个服务`, en: `queries are answered, ${services} services` } }];
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return [{ level: 'fail', text: { 'zh-CN': `无法查询：${error.message}`, en: error.message } }];
    }
  },
};
