/** The way to the URL, below HTTP: what its name resolves to, and whether each of its addresses takes connections. */

import { lookup, Resolver } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { z } from 'zod';
import type { Facts, Look } from '../../../domain/evidence.ts';
import { startAwakeLimit } from '../../awake-limit.ts';
import type { LookContext, Probe } from '../../contract.ts';
import type { HttpClient } from '../client.ts';
import { failureOf, HttpFailure, reachProblemOf, statusOf } from '../exchange.ts';

const parameters = z.strictObject({
  addressesMax: z.number().int().min(1).max(32).default(8),
  connectMs: z.number().int().min(100).max(10_000).default(2_500),
});

interface Resolved {
  readonly addresses: readonly string[];
  readonly code: string;
  readonly ms: number;
  readonly failure: HttpFailure | null;
}

interface Tried {
  readonly address: string;
  readonly ms: number;
  readonly failure: HttpFailure | null;
}

export const networkProbe: Probe<HttpClient> = {
  name: 'network',
  summary: { 'zh-CN': '域名解析与逐个地址的 TCP 连接', en: 'name resolution and a TCP connection to each address' },
  parameters,
  timeoutMs: 12_000,
  cost: 'cheap',
  hints: 'dns|network|connect|refused|timeout|域名|解析|网络|连接|拒绝|超时',
  async look(client, given, context) {
    const { addressesMax, connectMs } = parameters.parse(given);
    const { hostname } = client.url;
    const port = client.url.port === '' ? (client.url.protocol === 'https:' ? 443 : 80) : Number(client.url.port);
    const resolved = await resolve(client.url, context);
    const tried = await Promise.all(
      resolved.addresses.slice(0, addressesMax).map((address) => tryAddress(client.url, address, port, connectMs, context.signal)),
    );
    const facts = networkFacts(resolved, tried, client.rememberAddresses([...resolved.addresses].sort()));
    const query = `resolve ${hostname}; connect :${String(port)}`;
    const text = [`${hostname}: ${resolved.addresses.join(', ') || resolved.code}`, ...tried.map(printTried)].join('\n');
    const failure = resolved.failure ?? (tried.every((each) => each.failure !== null) ? (tried[0]?.failure ?? null) : null);
    const headline = headlineOf(facts, failure);
    if (failure === null) return { status: 'ok', headline, facts, query, text };
    const problem = reachProblemOf(failure);
    return {
      status: statusOf(failure),
      reason: failure.message,
      ...(problem === undefined ? {} : { problem }),
      headline,
      facts,
      query,
      text,
    };
  },
};

async function resolve(url: URL, context: LookContext): Promise<Resolved> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return { addresses: [host], code: '', ms: 0, failure: null };
  const startedMs = context.clock.now();
  try {
    const found = await until(lookup(host, { all: true }), context, 5_000);
    return { addresses: found.map((each) => each.address), code: '', ms: context.clock.now() - startedMs, failure: null };
  } catch (error) {
    const failure = failureOf(url, error, 'dns');
    return { addresses: [], code: await codeOfServer(host, failure.code), ms: context.clock.now() - startedMs, failure };
  }
}

/** The system only says "not found"; the name server itself tells a name that does not exist from one it cannot answer for. */
async function codeOfServer(host: string, code: string): Promise<string> {
  const resolver = new Resolver({ timeout: 1_500, tries: 1 });
  try {
    await resolver.resolve4(host);
    return code;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : code;
  } finally {
    resolver.cancel();
  }
}

async function until<T>(work: Promise<T>, context: LookContext, ms: number): Promise<T> {
  work.catch(() => undefined);
  const end = new AbortController();
  const late = context.clock.sleep(ms, AbortSignal.any([context.signal, end.signal])).then(
    () => Promise.reject(Object.assign(new Error('the name was not resolved in time'), { code: 'EAI_AGAIN' })),
    () => Promise.reject(Object.assign(new Error('the look was ended'), { code: 'EAI_AGAIN' })),
  );
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    end.abort();
  }
}

function tryAddress(url: URL, address: string, port: number, withinMs: number, signal: AbortSignal): Promise<Tried> {
  const startedMs = performance.now();
  return new Promise((finish) => {
    const socket = connect({ host: address, port });
    const end = (failure: HttpFailure | null): void => {
      // The time in which this process did not get to run is not the network's.
      const tookMs = Math.max(0, performance.now() - startedMs - timer.heldUpMs());
      timer.stop();
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      finish({ address, ms: Math.round(tookMs * 10) / 10, failure });
    };
    const slow = (problem: 'timed-out' | 'stopped', why: string): HttpFailure =>
      new HttpFailure(`Cannot connect to ${address}: ${why}`, { problem, stage: 'connect', code: 'ETIMEDOUT' });
    const timer = startAwakeLimit(withinMs, () => end(slow('timed-out', 'no answer in time')));
    const onAbort = (): void => end(slow('stopped', 'the look was ended'));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    socket.once('connect', () => end(null));
    socket.once('error', (error) => end(failureOf(url, error, 'connect')));
  });
}

function networkFacts(resolved: Resolved, tried: readonly Tried[], before: readonly string[] | null): Facts {
  const good = tried.filter((each) => each.failure === null);
  const bad = tried.filter((each) => each.failure !== null);
  const now = [...resolved.addresses].sort().join(',');
  return {
    'network.isResolved': resolved.addresses.length > 0,
    'network.dnsCode': resolved.code,
    'network.dnsMs': resolved.ms,
    'network.addresses': resolved.addresses.slice(0, 16).join(', '),
    'network.addressCount': resolved.addresses.length,
    'network.previousAddresses': before?.slice(0, 16).join(', ') ?? '',
    'network.areAddressesChanged': before !== null && before.join(',') !== now,
    'network.isReachable': good.length > 0,
    'network.isPartlyReachable': good.length > 0 && bad.length > 0,
    'network.failedAddress': bad[0]?.address ?? '',
    'network.failedProblem': bad[0]?.failure?.problem ?? 'none',
    'network.connectMs': good.map((each) => each.ms).sort((one, other) => one - other)[Math.floor(good.length / 2)] ?? null,
  };
}

function headlineOf(facts: Facts, failure: HttpFailure | null): Look['headline'] {
  if (failure !== null) return { 'zh-CN': `网络不通：${failure.message}`, en: failure.message };
  return {
    'zh-CN': `解析到 ${String(facts['network.addresses'])}，连接耗时 ${String(facts['network.connectMs'])} ms`,
    en: `resolves to ${String(facts['network.addresses'])}, connects in ${String(facts['network.connectMs'])} ms`,
  };
}

function printTried(tried: Tried): string {
  return `${tried.address}  ${tried.failure === null ? 'connected' : tried.failure.problem}  ${String(tried.ms)} ms`;
}
