/** Which rights the organisation has granted the app, as Feishu says it. */

import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import { createRedact } from '../rich/redact.ts';
import type { FeishuSecrets } from './adapter.ts';
import { createFeishuClient } from './client.ts';
import type { FeishuConfig } from './config.ts';
import { defaultFeishuPace } from './limits.ts';

const answer = z.object({ data: z.object({ scopes: z.array(z.object({ scope_name: z.string(), grant_status: z.number() })).nullish() }) });
const granted = 1;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Asking takes no right of its own. Throws ChatError. */
export async function fetchFeishuScopes(config: FeishuConfig, secrets: FeishuSecrets, clock: Clock): Promise<readonly string[]> {
  const { appId, domain } = config;
  const { appSecret } = secrets;
  const client = await createFeishuClient({
    ...{ appId, appSecret, domain, clock },
    callTimeoutMs: defaultFeishuPace.callTimeoutMs,
    log: silent,
    redact: createRedact([appSecret]),
  });
  const request = { name: 'application.scope.list', method: 'GET', path: '/open-apis/application/v6/scopes' } as const;
  const { data } = await client.call(request, answer);
  return (data.scopes ?? []).filter((scope) => scope.grant_status === granted).map((scope) => scope.scope_name);
}
