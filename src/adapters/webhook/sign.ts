/** Standard Webhooks: the id, the moment and the body are signed, so that neither can be changed nor sent again much later. */

import { createHmac } from 'node:crypto';

export interface Signed {
  readonly id: string;
  readonly timestampSeconds: number;
  readonly body: string;
}

/** The three headers; without a secret only the two that name the message. */
export function webhookHeaders(secret: string | null, message: Signed): Readonly<Record<string, string>> {
  const headers = { 'webhook-id': message.id, 'webhook-timestamp': String(message.timestampSeconds) };
  return secret === null ? headers : { ...headers, 'webhook-signature': `v1,${signature(secret, message)}` };
}

function signature(secret: string, { id, timestampSeconds, body }: Signed): string {
  return createHmac('sha256', keyOf(secret)).update(`${id}.${timestampSeconds}.${body}`).digest('base64');
}

function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8');
}
