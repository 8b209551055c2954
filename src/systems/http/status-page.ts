/** One page of numbers that a proxy or server shows about itself: asked with a login, and every way to fail told apart. */

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Facts, Look } from '../../domain/evidence.ts';
import { type SecretRef, secretRef } from '../../domain/secret.ts';
import type { LocalText } from '../../domain/text.ts';
import type { ConnectContext } from '../contract.ts';
import { type Exchange, exchange, HttpFailure, type HttpLimit, reachProblemOf, statusOf } from './exchange.ts';

/** The keys of an entry whose `url` is such a page. */
export const statusPageShape = {
  url: z
    .url({ protocol: /^https?$/, error: 'expected http://… or https://…' })
    .refine((url) => URL.canParse(url) && new URL(url).password === '' && new URL(url).username === '', {
      error: 'expected an address without login: use username and password: { env: NAME }, or bearer: { env: NAME }',
    }),
  username: z.string().min(1).optional(),
  password: secretRef.optional(),
  bearer: secretRef.optional(),
  tls: z
    .strictObject({ caFile: z.string().min(1).optional(), servername: z.string().min(1).optional(), insecure: z.boolean().default(false) })
    .optional(),
} as const;

export interface StatusPageEntry {
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: SecretRef | undefined;
  readonly bearer?: SecretRef | undefined;
  readonly tls?: { readonly caFile?: string | undefined; readonly servername?: string | undefined; readonly insecure: boolean } | undefined;
}

/** `auth`: it wants a login, or not from here; `missing`: something answers, and it is not this page. */
export class PageFailure extends Error {
  readonly problem: 'auth' | 'missing';

  constructor(message: string, problem: 'auth' | 'missing') {
    super(message);
    this.name = 'PageFailure';
    this.problem = problem;
  }
}

/** Throws HttpFailure when it cannot be reached, PageFailure when what answers is not a page of status 200. */
export async function readStatusPage(
  entry: StatusPageEntry,
  context: Pick<ConnectContext, 'resolveSecret'>,
  limit: HttpLimit,
  bodyBytesMax: number,
): Promise<Exchange> {
  const url = new URL(entry.url);
  const ca = entry.tls?.caFile === undefined ? undefined : await readFile(entry.tls.caFile, 'utf8');
  const servername = entry.tls?.servername;
  const tls = {
    insecure: entry.tls?.insecure ?? false,
    ...(ca === undefined ? {} : { ca }),
    ...(servername === undefined ? {} : { servername }),
  };
  const answer = await exchange({ url, method: 'GET', headers: login(entry, context), tls, bodyBytesMax }, limit);
  const where = `${url.origin}${url.pathname}`;
  if (answer.status === 401 || answer.status === 403)
    throw new PageFailure(`${where} answered ${String(answer.status)}: it wants a login, or does not let this address in`, 'auth');
  if (answer.status !== 200) throw new PageFailure(`${where} answered ${String(answer.status)} instead of the page`, 'missing');
  return answer;
}

function login(entry: StatusPageEntry, context: Pick<ConnectContext, 'resolveSecret'>): Readonly<Record<string, string>> {
  if (entry.bearer !== undefined) return { authorization: `Bearer ${context.resolveSecret(entry.bearer)}` };
  if (entry.username === undefined || entry.password === undefined) return {};
  const pair = `${entry.username}:${context.resolveSecret(entry.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** The answer of a probe that could not read the page; null for an error of another sort. */
export function failedPageLook(error: unknown, name: string, query: string): Look | null {
  if (error instanceof PageFailure) {
    const isAuth = error.problem === 'auth';
    return {
      status: isAuth ? 'denied' : 'failed',
      reason: error.message,
      ...(isAuth ? { problem: 'auth' as const } : {}),
      headline: { 'zh-CN': `${name} 的状态页不可用：${error.message}`.slice(0, 300), en: error.message.slice(0, 300) },
      facts: reachFacts(error.problem, 'answer', error.message),
      query,
      text: error.message,
    };
  }
  if (!(error instanceof HttpFailure)) return null;
  const problem = reachProblemOf(error);
  const headline: LocalText = { 'zh-CN': `无法访问 ${name}：${error.message}`.slice(0, 300), en: error.message.slice(0, 300) };
  return {
    status: statusOf(error),
    reason: error.message,
    ...(problem === undefined ? {} : { problem }),
    headline,
    facts: error.problem === 'stopped' ? {} : reachFacts(error.problem, error.stage, error.message),
    query,
    text: error.message,
  };
}

/** Names of the facts about reaching the page, for `Probe.facts`. */
export const reachFactNames = ['reach.isOk', 'reach.problem', 'reach.stage', 'reach.reason'] as const;

export function reachFacts(problem: string, stage: string, reason: string): Facts {
  return { 'reach.isOk': problem === 'none', 'reach.problem': problem, 'reach.stage': stage, 'reach.reason': reason.slice(0, 400) };
}
