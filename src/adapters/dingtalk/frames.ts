/** What comes down the socket, and what goes up: JSON text in both directions. */

import { z } from 'zod';

export interface Frame {
  readonly type: 'SYSTEM' | 'EVENT' | 'CALLBACK';
  readonly topic: string;
  readonly messageId: string;
  /** Parsed; null when it was no JSON. */
  readonly data: unknown;
}

export const topics = {
  message: '/v1.0/im/bot/messages/get',
  card: '/v1.0/card/instances/callback',
} as const;

const frame = z.object({
  type: z.enum(['SYSTEM', 'EVENT', 'CALLBACK']),
  headers: z.object({ topic: z.string().max(200), messageId: z.string().max(200).default('') }),
  data: z.string().default(''),
});

/** Null for anything that isn't a frame. */
export function readFrame(raw: unknown): Frame | null {
  const parsed = frame.safeParse(raw);
  if (!parsed.success) return null;
  const { type, headers, data } = parsed.data;
  return { type, topic: headers.topic, messageId: headers.messageId, data: parseJson(data) };
}

/** Null for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
