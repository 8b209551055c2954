/** VictoriaLogs: where others' logs are kept, and itself something that can fail. */

import { z } from 'zod';
import { SystemError } from '../../domain/errors.ts';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { apiTokenShape } from '../http-api/client.ts';
import { createVictorialogsClient, type VictorialogsClient } from './client.ts';
import { victorialogsCommands } from './commands.ts';
import { readVictorialogs, victorialogsStore } from './log-store.ts';
import { victorialogsProbes } from './probes.ts';
import { victorialogsSignatures } from './signatures.ts';

const victorialogsEntry = z.strictObject({
  ...entryShape,
  kind: z.literal('victorialogs'),
  ...apiTokenShape,
  /** Account, or account and project. */
  tenant: z
    .string()
    .regex(/^\d{1,10}(:\d{1,10})?$/, 'expected an account such as "12", or account and project such as "12:3"')
    .optional(),
});

export type VictorialogsEntry = z.infer<typeof victorialogsEntry>;

export const victorialogsKind: SystemKind<VictorialogsClient, VictorialogsEntry> = {
  kind: 'victorialogs',
  title: { 'zh-CN': 'VictoriaLogs 日志系统', en: 'VictoriaLogs' },
  entry: victorialogsEntry,
  connect: createVictorialogsClient,
  probes: victorialogsProbes,
  signatures: victorialogsSignatures,
  actions: [],
  commands: victorialogsCommands,
  logStore: victorialogsStore,
  async check(client, context) {
    const limit = { timeoutMs: 5_000, signal: context.signal };
    const toMs = context.clock.now();
    try {
      const { lines } = await readVictorialogs(client, { query: '*', fromMs: toMs - 3_600_000, toMs, linesMax: 1 }, limit);
      const areMetricsShown = (await client.metrics(limit)) !== null;
      return [
        lines.length === 0
          ? {
              level: 'warn',
              text: { 'zh-CN': '可以查询，但最近一小时没有日志', en: 'queries are answered, but there is no log of the last hour' },
            }
          : { level: 'ok', text: { 'zh-CN': '可以查询', en: 'queries are answered' } },
        ...(areMetricsShown
          ? []
          : [
              {
                level: 'warn' as const,
                text: { 'zh-CN': '/metrics 不可读：看不到丢弃与磁盘', en: '/metrics is not shown: drops and disk stay unseen' },
              },
            ]),
      ];
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return [{ level: 'fail', text: { 'zh-CN': `无法查询：${error.message}`, en: error.message } }];
    }
  },
};
