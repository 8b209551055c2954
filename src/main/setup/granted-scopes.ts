/** Asks a platform which rights the bot has been granted. */

import { resolveFeishuSecrets } from '../../adapters/feishu/adapter.ts';
import { fetchFeishuScopes } from '../../adapters/feishu/scopes.ts';
import { resolveSlackSecrets } from '../../adapters/slack/adapter.ts';
import { fetchSlackScopes } from '../../adapters/slack/scopes.ts';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../domain/clock.ts';
import type { ResolveSecret } from '../../domain/secret.ts';

/** Of the one adapter that is configured; null where the platform doesn't tell. Throws ChatError. */
export async function grantedScopes(
  { slack, feishu }: Config['adapters'],
  resolveSecret: ResolveSecret,
  clock: Clock,
): Promise<readonly string[] | null> {
  if (slack !== undefined) return fetchSlackScopes(slack, resolveSlackSecrets(slack, resolveSecret));
  if (feishu !== undefined) return fetchFeishuScopes(feishu, resolveFeishuSecrets(feishu, resolveSecret), clock);
  return null;
}
