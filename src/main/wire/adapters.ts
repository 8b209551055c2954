/** The chat adapters that the configuration asks for; their SDKs are loaded when they start. */

import type { AdapterContext, AdapterMemory, ChatAdapter } from '../../adapters/contract.ts';
import { createDingtalkAdapter, resolveDingtalkSecret } from '../../adapters/dingtalk/adapter.ts';
import { createFeishuAdapter, resolveFeishuSecrets } from '../../adapters/feishu/adapter.ts';
import { createSlackAdapter, resolveSlackSecrets } from '../../adapters/slack/adapter.ts';
import type { Mount } from '../../api/contract.ts';
import type { Config } from '../../config/schema.ts';
import type { ResolveSecret } from '../../domain/secret.ts';

export interface BuiltAdapters {
  readonly adapters: readonly ChatAdapter[];
  /** Addresses that the API serves on an adapter's behalf. */
  readonly mounts: readonly Mount[];
}

const bodyBytesMax = 1_048_576;

/** What adapters are given; the memory is the store's small settings. */
export type BuildContext = AdapterContext & { readonly memory: AdapterMemory | null };

export function buildAdapters(config: Pick<Config, 'adapters'>, resolveSecret: ResolveSecret, context: BuildContext): BuiltAdapters {
  const adapters: ChatAdapter[] = [];
  const mounts: Mount[] = [];
  const { slack, feishu, dingtalk } = config.adapters;
  if (slack !== undefined) {
    const adapter = createSlackAdapter(slack, resolveSlackSecrets(slack, resolveSecret), context);
    adapters.push(adapter);
    if (slack.mode === 'http') {
      mounts.push({
        method: 'POST',
        path: '/chat/slack/events',
        bodyBytesMax,
        handle: (rawBody, headers) => adapter.handleHttp(rawBody, headers),
      });
    }
  }
  if (feishu !== undefined) {
    const adapter = createFeishuAdapter(feishu, resolveFeishuSecrets(feishu, resolveSecret), context);
    adapters.push(adapter);
    if (feishu.mode === 'http') {
      mounts.push({
        method: 'POST',
        path: '/chat/feishu/events',
        bodyBytesMax,
        handle: (rawBody, headers) => adapter.handleHttp(rawBody, headers),
      });
    }
  }
  if (dingtalk !== undefined) adapters.push(createDingtalkAdapter(dingtalk, resolveDingtalkSecret(dingtalk, resolveSecret), context));
  return { adapters, mounts };
}
