/** Alertmanager: what is firing and who is told, what is silenced and until when; and itself something that can fail. */

import { z } from 'zod';
import { SystemError } from '../../domain/errors.ts';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { apiTokenShape } from '../http-api/client.ts';
import { alertmanagerActions } from './actions.ts';
import { readSilences } from './api.ts';
import { type AlertmanagerClient, createAlertmanagerClient } from './client.ts';
import { alertmanagerCommands } from './commands.ts';
import { alertmanagerProbes } from './probes.ts';
import { alertmanagerSignatures } from './signatures.ts';

const alertmanagerEntry = z.strictObject({
  ...entryShape,
  kind: z.literal('alertmanager'),
  ...apiTokenShape,
  /** Of an Alertmanager within Mimir: sent as X-Scope-OrgID. */
  tenant: z
    .string()
    .regex(/^[\w.|*'()!-]{1,150}$/, 'expected the name of a tenant')
    .optional(),
});

export type AlertmanagerEntry = z.infer<typeof alertmanagerEntry>;

export const alertmanagerKind: SystemKind<AlertmanagerClient, AlertmanagerEntry> = {
  kind: 'alertmanager',
  title: { 'zh-CN': 'Alertmanager 告警分发', en: 'Alertmanager' },
  entry: alertmanagerEntry,
  connect: createAlertmanagerClient,
  probes: alertmanagerProbes,
  signatures: alertmanagerSignatures,
  actions: alertmanagerActions,
  commands: alertmanagerCommands,
  async check(client, context) {
    const limit = { timeoutMs: 5_000, signal: context.signal };
    try {
      await readSilences(client, limit);
      const areMetricsShown = (await client.metrics(limit)) !== null;
      return [
        { level: 'ok', text: { 'zh-CN': '告警与静默可读', en: 'alerts and silences can be read' } },
        ...(areMetricsShown
          ? []
          : [
              {
                level: 'warn' as const,
                text: {
                  'zh-CN': '/metrics 不可读：看不到通知是否失败',
                  en: '/metrics is not shown: whether notifications fail stays unseen',
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
