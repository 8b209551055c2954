/** Pauses a consumer for some time, or lets it go on; since NATS 2.11. */

import { z } from 'zod';
import type { Precheck } from '../../contract.ts';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { varzForm } from '../answers.ts';
import type { NatsClient } from '../client.ts';
import { already, anyAnswer, assetName, blocked, noConsumer, note, readConsumer } from './jetstream.ts';

const place = { stream: assetName, consumer: assetName } as const;
interface Place {
  readonly stream: string;
  readonly consumer: string;
}
const pausedUntil = z.object({ pauseUntil: z.string() });

export const pauseConsumer = sessionAction({
  name: 'pause-consumer',
  risk: 'high',
  arguments: z.strictObject({ ...place, minutes: z.number().int().min(1).max(1_440) }),
  verifyWithinMs: 20_000,
  summary: (each) => ({
    'zh-CN': `暂停消费者 ${each.stream}/${each.consumer} ${String(each.minutes)} 分钟`,
    en: `pause consumer ${each.stream}/${each.consumer} for ${String(each.minutes)} minutes`,
  }),
  effect: () => ({
    'zh-CN': '不再投递新消息，积压会增长；到时自动恢复',
    en: 'nothing more is delivered and the backlog grows; it goes on by itself when the time is up',
  }),
  verification: () => ({ 'zh-CN': '服务器报告它已暂停', en: 'the server says that it is paused' }),
  async precheck(client: NatsClient, each, limit) {
    const refusal = await refuseOldServer(client, limit);
    if (refusal !== null) return refusal;
    const found = await readConsumer(client, each.stream, each.consumer, limit);
    if (found === null) return noConsumer;
    return found.paused ? already('已经暂停', 'it is paused already') : { state: 'ready', before: { pauseUntil: '' } };
  },
  isApplied: (client, each, _before, limit) => isPaused(client, each, limit),
  async apply(client, each, _before, limit) {
    await pauseFor(client, each, each.minutes * 60_000, limit);
    return { 'zh-CN': '已暂停', en: 'paused' };
  },
  verify: async (client, each, _before, limit) =>
    note(await isPaused(client, each, limit), { 'zh-CN': '已暂停', en: 'it is paused' }, { 'zh-CN': '仍在投递', en: 'it still delivers' }),
  undo: {
    summary: (each) => ({
      'zh-CN': `恢复消费者 ${each.stream}/${each.consumer}`,
      en: `let consumer ${each.stream}/${each.consumer} go on`,
    }),
    present: async (client, each, _before, limit) => ({ pauseUntil: await pausedUntilOf(client, each, limit) }),
    async apply(client, each, _before, limit) {
      await resume(client, each, limit);
      return { 'zh-CN': '已恢复', en: 'it goes on' };
    },
  },
});

export const resumeConsumer = sessionAction({
  name: 'resume-consumer',
  risk: 'medium',
  arguments: z.strictObject(place),
  verifyWithinMs: 20_000,
  summary: (each) => ({ 'zh-CN': `恢复消费者 ${each.stream}/${each.consumer}`, en: `resume consumer ${each.stream}/${each.consumer}` }),
  effect: () => ({
    'zh-CN': '积压的消息开始投递；若当初是有意暂停，先确认下游已恢复',
    en: 'what waits is delivered again; if somebody paused it on purpose, make sure that what is behind it is well',
  }),
  verification: () => ({ 'zh-CN': '服务器报告它不再暂停', en: 'the server says that it is not paused any more' }),
  async precheck(client: NatsClient, each, limit) {
    const refusal = await refuseOldServer(client, limit);
    if (refusal !== null) return refusal;
    const found = await readConsumer(client, each.stream, each.consumer, limit);
    if (found === null) return noConsumer;
    return found.paused ? { state: 'ready', before: { pauseUntil: untilOf(found) } } : already('没有暂停', 'it is not paused');
  },
  isApplied: async (client, each, _before, limit) => !(await isPaused(client, each, limit)),
  async apply(client, each, _before, limit) {
    await resume(client, each, limit);
    return { 'zh-CN': '已恢复', en: 'it goes on' };
  },
  verify: async (client, each, _before, limit) =>
    note(!(await isPaused(client, each, limit)), { 'zh-CN': '已恢复', en: 'it goes on' }, { 'zh-CN': '仍暂停', en: 'it is still paused' }),
  undo: {
    summary: (each) => ({
      'zh-CN': `再次暂停 ${each.stream}/${each.consumer}，直到原定的时刻`,
      en: `pause ${each.stream}/${each.consumer} again, until the moment that was set`,
    }),
    present: async (client, each, _before, limit) => ({ pauseUntil: await pausedUntilOf(client, each, limit) }),
    async apply(client, each, before, limit) {
      const { pauseUntil } = pausedUntil.parse(before);
      await client.api(`CONSUMER.PAUSE.${each.stream}.${each.consumer}`, { pause_until: pauseUntil }, anyAnswer, limit);
      return { 'zh-CN': `暂停到 ${pauseUntil}`, en: `paused until ${pauseUntil}` };
    },
  },
});

async function isPaused(client: NatsClient, { stream, consumer }: Place, limit: SessionLimit): Promise<boolean> {
  return (await readConsumer(client, stream, consumer, limit))?.paused === true;
}

/** Empty where it is not paused: what was set for a time that is over holds no more. */
async function pausedUntilOf(client: NatsClient, { stream, consumer }: Place, limit: SessionLimit): Promise<string> {
  const found = await readConsumer(client, stream, consumer, limit);
  return found?.paused === true ? untilOf(found) : '';
}

function untilOf({ config }: { readonly config: Readonly<Record<string, unknown>> }): string {
  return typeof config.pause_until === 'string' ? config.pause_until : '';
}

/** By the server's own clock: ours may differ. */
async function pauseFor(client: NatsClient, { stream, consumer }: Place, forMs: number, limit: SessionLimit): Promise<void> {
  const { now } = await client.page('/varz', varzForm, limit);
  const until = new Date(Date.parse(now) + forMs).toISOString();
  await client.api(`CONSUMER.PAUSE.${stream}.${consumer}`, { pause_until: until }, anyAnswer, limit);
}

async function resume(client: NatsClient, { stream, consumer }: Place, limit: SessionLimit): Promise<void> {
  await client.api(`CONSUMER.PAUSE.${stream}.${consumer}`, {}, anyAnswer, limit);
}

async function refuseOldServer(client: NatsClient, limit: SessionLimit): Promise<Precheck | null> {
  const { version } = await client.page('/varz', varzForm, limit);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 2 || (major === 2 && minor >= 11)) return null;
  return blocked(`NATS ${version} 不能暂停消费者（2.11 起才有）`, `NATS ${version} cannot pause consumers, which came with 2.11`);
}
