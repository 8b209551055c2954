/** What the changes share: names, and the state of a stream or a consumer with its whole configuration. */

import { z } from 'zod';
import type { LocalText } from '../../../domain/text.ts';
import type { Precheck } from '../../contract.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { isMissing, type NatsClient } from '../client.ts';

export const assetName = z.string().regex(/^[^\s.*>/\\]{1,255}$/, 'expected the name of a stream or consumer');

/** Kept whole, so that what this version adds to it goes back as it came. */
const config = z.record(z.string(), z.unknown());
const streamInfo = z.looseObject({
  config,
  state: z.looseObject({ messages: z.number(), bytes: z.number(), first_seq: z.number(), last_seq: z.number() }),
  cluster: z
    .looseObject({
      leader: z.string().default(''),
      replicas: z.array(z.looseObject({ name: z.string(), current: z.boolean().default(false) })).nullish(),
    })
    .nullish(),
});
const consumerInfo = z.looseObject({ config, num_pending: z.number().default(0), paused: z.boolean().default(false) });
export const anyAnswer = z.looseObject({});

type StreamInfo = z.infer<typeof streamInfo>;
type ConsumerInfo = z.infer<typeof consumerInfo>;

/** Null when there is none of that name in the account. Throws SessionFailure. */
export function readStream(client: NatsClient, stream: string, limit: SessionLimit): Promise<StreamInfo | null> {
  return orNull(client.api(`STREAM.INFO.${stream}`, null, streamInfo, limit));
}

/** Null when there is none of that name. Throws SessionFailure. */
export function readConsumer(client: NatsClient, stream: string, consumer: string, limit: SessionLimit): Promise<ConsumerInfo | null> {
  return orNull(client.api(`CONSUMER.INFO.${stream}.${consumer}`, null, consumerInfo, limit));
}

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** What a setting is; the server leaves out what is zero. */
export function settingOf(from: Readonly<Record<string, unknown>>, name: string): number {
  const value = from[name];
  return typeof value === 'number' ? value : 0;
}

export function blocked(chinese: string, english: string): Precheck {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } };
}

export function already(chinese: string, english: string): Precheck {
  return { state: 'already', note: { 'zh-CN': chinese, en: english } };
}

export const noStream = blocked('登录所在的账户里没有这个流', 'there is no such stream in the account of the login');
export const noConsumer = blocked('没有这个消费者', 'there is no such consumer');

export function note(isMet: boolean, met: LocalText, unmet: LocalText): { readonly isMet: boolean; readonly note: LocalText } {
  return { isMet, note: isMet ? met : unmet };
}
