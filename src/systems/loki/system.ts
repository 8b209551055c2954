/** Grafana Loki: where others' logs are kept, and itself something that can fail. */

import { z } from 'zod';
import { SystemError } from '../../domain/errors.ts';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { apiTokenShape } from '../http-api/client.ts';
import { createLokiClient, type LokiClient } from './client.ts';
import { lokiCommands } from './commands.ts';
import { lokiStore } from './log-store.ts';
import { lokiProbes } from './probes.ts';
import { lokiSignatures } from './signatures.ts';

const lokiEntry = z.strictObject({
  ...entryShape,
  kind: z.literal('loki'),
  ...apiTokenShape,
  /** Sent as X-Scope-OrgID; several are joined by `|`. */
  tenant: z
    .string()
    .regex(/^[\w.|*'()!-]{1,150}$/, 'expected the name of a tenant')
    .optional(),
});

export type LokiEntry = z.infer<typeof lokiEntry>;

export const lokiKind: SystemKind<LokiClient, LokiEntry> = {
  kind: 'loki',
  title: { 'zh-CN': 'Loki 日志系统', en: 'Loki' },
  entry: lokiEntry,
  connect: createLokiClient,
  probes: lokiProbes,
  signatures: lokiSignatures,
  actions: [],
  commands: lokiCommands,
  logStore: lokiStore,
  async check(client, context) {
    const limit = { timeoutMs: 5_000, signal: context.signal };
    try {
      const selector = await client.everyStream(context.clock.now(), limit);
      const areMetricsShown = (await client.metrics(limit)) !== null;
      return [
        selector === null
          ? {
              level: 'warn',
              text: {
                'zh-CN': '可以查询，但最近两小时没有日志；核对 tenant',
                en: 'queries are answered, but there is no log of two hours; is the tenant right?',
              },
            }
          : { level: 'ok', text: { 'zh-CN': '可以查询', en: 'queries are answered' } },
        ...(areMetricsShown
          ? []
          : [
              {
                level: 'warn' as const,
                text: {
                  'zh-CN': '/metrics 不可读：看不到拒收与环状态',
                  en: '/metrics is not shown: what is refused and the ring stay unseen',
                },
              },
            ]),
      ];
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return [{ level: 'fail', text: { 'zh-CN': `无法查询：${error.message}`, en: error.message } }];
    }
  },
};
