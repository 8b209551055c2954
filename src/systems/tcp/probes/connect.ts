/** Does it take connections, every time, how fast, and does it say what it should. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { LookContext, Probe } from '../../contract.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import type { TcpClient } from '../client.ts';

type Sample = { readonly times: Awaited<ReturnType<TcpClient['open']>> } | { readonly failure: SessionFailure };

export const connectProbe: Probe<TcpClient> = sessionProbe({
  name: 'connect',
  summary: { 'zh-CN': '能否连接、耗时、首行应答', en: 'whether it takes connections, how fast, and its first line' },
  parameters: z.strictObject({ samples: z.number().int().min(1).max(10).default(4) }),
  cost: 'cheap',
  hints: 'port|connect|tcp|down|refused|slow|banner|端口|连接|不通|拒绝|慢',
  query: 'nc -vz HOST PORT',
  async see(client: TcpClient, given, limit, context) {
    const samples = await take(client, given.samples, limit, context);
    const failures = samples.flatMap((sample) => ('failure' in sample ? [sample.failure] : []));
    const [first] = failures;
    if (first !== undefined && failures.length === samples.length) throw first;
    const facts = { ...connectFacts(samples, client.slowMs), ...(await bannerFacts(client, limit)) };
    const [ok, ms] = [String(samples.length - failures.length), String(facts['connect.ms'])];
    return {
      headline: {
        'zh-CN': `${String(samples.length)} 次连接成功 ${ok} 次，耗时 ${ms} ms${facts['banner.isExpected'] === false ? '，首行应答不符' : ''}`,
        en: `${ok} of ${String(samples.length)} connections were made, in ${ms} ms${facts['banner.isExpected'] === false ? '; its first line is wrong' : ''}`,
      },
      facts,
      text: samples.map((sample) => ('failure' in sample ? sample.failure.message : JSON.stringify(sample.times))).join('\n'),
    };
  },
});

/** What fails twice alike is not asked again. */
async function take(client: TcpClient, count: number, limit: SessionLimit, context: LookContext): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const short = { ...limit, timeoutMs: Math.min(limit.timeoutMs, 3_000) };
  while (samples.length < count && !context.signal.aborted) {
    try {
      samples.push({ times: await client.open(short) });
    } catch (error) {
      if (!(error instanceof SessionFailure)) throw error;
      samples.push({ failure: error });
      if (samples.length === 2 && samples.every((sample) => 'failure' in sample)) break;
    }
  }
  if (samples.length > 0) return samples;
  throw new SessionFailure('The look was ended before it began', { problem: 'stopped', stage: 'connect' });
}

/** Pure. */
export function connectFacts(samples: readonly Sample[], slowMs: number): Facts {
  const times = samples.flatMap((sample) => ('times' in sample ? [sample.times] : []));
  const failure = samples.flatMap((sample) => ('failure' in sample ? [sample.failure] : []))[0];
  const middle = (values: readonly number[]): number =>
    Math.round([...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0);
  return {
    'reach.isOk': true,
    'server.newcomers': 'answered',
    'connect.samples': samples.length,
    'connect.failures': samples.length - times.length,
    'connect.isFlapping': times.length > 0 && times.length < samples.length,
    'connect.failure': failure?.message.slice(0, 300) ?? '',
    'connect.lookupMs': middle(times.map(({ lookupMs }) => lookupMs)),
    'connect.ms': middle(times.map(({ connectMs }) => connectMs)),
    'connect.maxMs': Math.round(Math.max(0, ...times.map(({ connectMs }) => connectMs))),
    'connect.handshakeMs': middle(times.map(({ handshakeMs }) => handshakeMs)),
    'connect.slowMs': slowMs,
  };
}

/** Long enough for a peer that hangs up on everybody, and no delay for one that waits to be spoken to. */
const hangsUpWithinMs = 300;

/** What it says unasked, if it should say something; and whether it hangs up on who has not said anything yet. */
async function bannerFacts(client: TcpClient, limit: SessionLimit): Promise<Facts> {
  const { expectBanner } = client;
  const unknown = { 'banner.isExpected': null, 'banner.isSilent': null, 'banner.text': '' };
  try {
    const timeoutMs = Math.min(limit.timeoutMs, expectBanner === null ? hangsUpWithinMs : 3_000);
    const banner = await client.banner({ ...limit, timeoutMs });
    const text = banner.split(/\r?\n/)[0] ?? '';
    const printable = text.replace(/[^\x20-\x7e]/g, '.').slice(0, 200);
    if (expectBanner === null) return { ...unknown, 'banner.isHungUp': false };
    return {
      'banner.isExpected': new RegExp(expectBanner).test(banner),
      'banner.isSilent': false,
      'banner.text': printable,
      'banner.isHungUp': false,
    };
  } catch (error) {
    if (!(error instanceof SessionFailure)) throw error;
    // Who is gone by now, or can't be reached any more, has not been silent.
    if (error.stage === 'connect') return { ...unknown, 'banner.isHungUp': null };
    const isHungUp = error.problem === 'reset';
    if (expectBanner === null) return { ...unknown, 'banner.isHungUp': isHungUp };
    return { 'banner.isExpected': false, 'banner.isSilent': !isHungUp, 'banner.text': '', 'banner.isHungUp': isHungUp };
  }
}
