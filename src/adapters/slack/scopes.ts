/** Which rights the bot token carries, as Slack says it. */

import { z } from 'zod';
import { createRedact } from '../rich/redact.ts';
import type { SlackSecrets } from './adapter.ts';
import { createSlackClient } from './client.ts';
import type { SlackConfig } from './config.ts';
import { defaultSlackPace } from './limits.ts';
import { createSdkLogger } from './sdk-logger.ts';

const answer = z.object({ response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional() });
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Slack names a token's scopes in the head of every answer; null when it did not. Throws ChatError. */
export async function fetchSlackScopes(config: SlackConfig, secrets: SlackSecrets): Promise<readonly string[] | null> {
  const { LogLevel } = await import('@slack/bolt');
  const client = await createSlackClient({
    token: secrets.botToken,
    apiUrl: config.apiUrl,
    callTimeoutMs: defaultSlackPace.callTimeoutMs,
    formTimeoutMs: defaultSlackPace.formTimeoutMs,
    logger: createSdkLogger(silent, LogLevel.ERROR),
    redact: createRedact([secrets.botToken]),
  });
  const { response_metadata: metadata } = await client.call('auth.test', {}, answer);
  return metadata?.scopes ?? null;
}
