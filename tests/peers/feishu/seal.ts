/** Callbacks over HTTP as Feishu seals them: encrypted with the hash of the key, signed over the bytes that are sent. */

import { createCipheriv, createHash, randomBytes } from 'node:crypto';

export function encryptBody(payload: unknown, encryptKey: string): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(encryptKey).digest(), iv);
  const bytes = Buffer.concat([iv, cipher.update(JSON.stringify(payload), 'utf8'), cipher.final()]);
  return JSON.stringify({ encrypt: bytes.toString('base64') });
}

export function signBody(rawBody: string, encryptKey: string, timestampSeconds: number, nonce: string): Record<string, string> {
  const signature = createHash('sha256').update(`${timestampSeconds}${nonce}${encryptKey}${rawBody}`).digest('hex');
  return {
    'content-type': 'application/json; charset=utf-8',
    'x-lark-request-timestamp': String(timestampSeconds),
    'x-lark-request-nonce': nonce,
    'x-lark-signature': signature,
  };
}
