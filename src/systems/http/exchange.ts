/** One HTTP request over a connection of its own, with the time of each part and every failure told apart. */

import { type ClientRequest, type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { SystemError } from '../../domain/errors.ts';
import type { LookStatus, ReachProblem } from '../../domain/evidence.ts';
import { startAwakeLimit } from '../awake-limit.ts';
import { speaksPlain } from './speaks-plain.ts';

export interface TlsChoice {
  readonly ca?: string;
  readonly servername?: string;
  readonly insecure: boolean;
  /** Who we are, for servers that ask for a client's certificate. */
  readonly cert?: string;
  readonly key?: string;
}

export interface ExchangeRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly tls: TlsChoice;
  readonly bodyBytesMax: number;
  /** A Unix socket of this machine, instead of the address in the URL. */
  readonly socketPath?: string;
  /** `latin1` keeps each byte of an answer that is no text as one character. */
  readonly encoding?: 'utf8' | 'latin1';
}

/** Milliseconds of each part; zero for a part that did not take place. */
export interface Timing {
  readonly dnsMs: number;
  readonly connectMs: number;
  readonly tlsMs: number;
  /** From the request being sent to the first byte of the answer. */
  readonly waitMs: number;
  readonly transferMs: number;
  readonly totalMs: number;
}

export interface Exchange {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isTruncated: boolean;
  readonly timing: Timing;
  readonly remoteAddress: string;
}

export type HttpStage = 'dns' | 'connect' | 'tls' | 'answer' | 'body';

/** `hung`: connected and asked, but no answer came in time; `stopped`: ended from outside. */
export type HttpProblem = ReachProblem | 'hung' | 'stopped' | 'not-http';

export class HttpFailure extends SystemError {
  readonly problem: HttpProblem;
  readonly stage: HttpStage;
  readonly code: string;
  /** Where the address that was asked had sent us on to; empty when it was asked itself. */
  readonly redirectedTo: string;

  constructor(message: string, given: { problem: HttpProblem; stage: HttpStage; code: string; redirectedTo?: string; cause?: unknown }) {
    super(message, { retry: given.problem === 'tls' ? 'never' : 'later', ...(given.cause === undefined ? {} : { cause: given.cause }) });
    this.name = 'HttpFailure';
    this.problem = given.problem;
    this.stage = given.stage;
    this.code = given.code;
    this.redirectedTo = given.redirectedTo ?? '';
  }
}

export interface HttpLimit {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Throws HttpFailure. The body is cut at `bodyBytesMax`; the URL's query is never part of an error. */
export async function exchange(given: ExchangeRequest, limit: HttpLimit): Promise<Exchange> {
  const marks = new Marks();
  const isTls = given.url.protocol === 'https:';
  return await new Promise((resolve, reject) => {
    if (limit.signal.aborted) return reject(ended(given.url, 'dns'));
    const socket = given.socketPath === undefined ? {} : { socketPath: given.socketPath };
    if (given.socketPath !== undefined) marks.stage = 'connect';
    const options: RequestOptions = {
      method: given.method,
      headers: { 'user-agent': 'zhiban', ...given.headers },
      agent: false,
      ...socket,
    };
    const request = isTls ? requestHttps(given.url, { ...options, ...tlsOptions(given.tls) }) : requestHttp(given.url, options);
    const settle = (finish: () => void): void => {
      timer.stop();
      doubt?.stop();
      limit.signal.removeEventListener('abort', onAbort);
      request.on('error', () => undefined);
      finish();
      request.destroy();
    };
    const timer = startAwakeLimit(limit.timeoutMs, () => settle(() => reject(timedOut(given.url, marks.stage, limit.timeoutMs))));
    const doubt = isTls ? startAwakeLimit(limit.timeoutMs / 2, () => void askInPlain()) : undefined;
    const askInPlain = async (): Promise<void> => {
      if (marks.stage === 'tls' && (await speaksPlain(given.url, limit.timeoutMs / 2, limit.signal)) && marks.stage === 'tls')
        settle(() => reject(notTls(given.url)));
    };
    const onAbort = (): void => settle(() => reject(ended(given.url, marks.stage)));
    limit.signal.addEventListener('abort', onAbort, { once: true });
    watch(request, marks, isTls);
    request.once('error', (error) => settle(() => reject(failureOf(given.url, error, marks.stage))));
    request.once('response', (response) => {
      marks.answered();
      readBody(response, given.bodyBytesMax, given.encoding ?? 'utf8').then(
        (read) => settle(() => resolve({ ...answerOf(response), ...read, timing: marks.timing() })),
        (error: unknown) => settle(() => reject(failureOf(given.url, error, 'body'))),
      );
    });
    request.end(given.body);
  });
}

/** When each part ended; a part that is skipped (an address needs no lookup) ends when the one before it did. */
class Marks {
  readonly #startedMs = performance.now();
  #lookedUpMs = this.#startedMs;
  #connectedMs = 0;
  #securedMs = 0;
  #answeredMs = 0;
  stage: HttpStage = 'dns';

  lookedUp(): void {
    this.#lookedUpMs = performance.now();
    this.stage = 'connect';
  }

  connected(isTls: boolean): void {
    this.#connectedMs = performance.now();
    this.#securedMs = this.#connectedMs;
    this.stage = isTls ? 'tls' : 'answer';
  }

  secured(): void {
    this.#securedMs = performance.now();
    this.stage = 'answer';
  }

  answered(): void {
    this.#answeredMs = performance.now();
    this.stage = 'body';
  }

  timing(): Timing {
    const endedMs = performance.now();
    return {
      dnsMs: round(this.#lookedUpMs - this.#startedMs),
      connectMs: round(this.#connectedMs - this.#lookedUpMs),
      tlsMs: round(this.#securedMs - this.#connectedMs),
      waitMs: round(this.#answeredMs - this.#securedMs),
      transferMs: round(endedMs - this.#answeredMs),
      totalMs: round(endedMs - this.#startedMs),
    };
  }
}

function watch(request: ClientRequest, marks: Marks, isTls: boolean): void {
  request.once('socket', (socket: Socket) => {
    // An address is not looked up, and then no event comes.
    if (/^[\d.]+$|^\[?[\da-f:]+\]?$/i.test(request.host)) marks.stage = 'connect';
    socket.once('lookup', (error: Error | null) => {
      if (error === null || error === undefined) marks.lookedUp();
    });
    socket.once('connect', () => marks.connected(isTls));
    socket.once('secureConnect', () => marks.secured());
  });
}

async function readBody(
  response: IncomingMessage,
  bytesMax: number,
  encoding: 'utf8' | 'latin1',
): Promise<{ body: string; isTruncated: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    chunks.push(part);
    bytes += part.length;
    if (bytes >= bytesMax) return { body: Buffer.concat(chunks).subarray(0, bytesMax).toString(encoding), isTruncated: true };
  }
  return { body: Buffer.concat(chunks).toString(encoding), isTruncated: false };
}

function answerOf(response: IncomingMessage): Pick<Exchange, 'status' | 'headers' | 'remoteAddress'> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return { status: response.statusCode ?? 0, headers, remoteAddress: response.socket.remoteAddress ?? '' };
}

export function tlsOptions(tls: TlsChoice): Omit<TlsChoice, 'insecure'> & { rejectUnauthorized: boolean } {
  const { insecure, ...rest } = tls;
  return { rejectUnauthorized: !insecure, ...rest };
}

/** The status with which a probe reports this failure. */
export function statusOf(failure: HttpFailure): Exclude<LookStatus, 'ok'> {
  if (failure.problem === 'hung') return 'timeout';
  if (failure.problem === 'stopped') return 'timeout';
  return failure.problem === 'not-http' ? 'failed' : 'unreachable';
}

export function reachProblemOf(failure: HttpFailure): ReachProblem | undefined {
  if (failure.problem === 'hung') return 'timed-out';
  if (failure.problem === 'stopped' || failure.problem === 'not-http') return undefined;
  return failure.problem;
}

export function failureOf(url: URL, error: unknown, stage: HttpStage): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = codeOf(error);
  const why = error instanceof Error ? error.message || code : String(error);
  return new HttpFailure(`Cannot read ${url.origin}: ${why}`, {
    problem: isOfSocket(error) ? (socketProblems[code] ?? problemOf(code, stage)) : problemOf(code, stage),
    stage,
    code,
    cause: error,
  });
}

/** A socket file that is not there is like a port where nobody listens. */
const socketProblems: Readonly<Record<string, HttpProblem>> = { ENOENT: 'refused', EACCES: 'auth', EPERM: 'auth' };

function isOfSocket(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'address' in error && String(error.address).startsWith('/');
}

function problemOf(code: string, stage: HttpStage): HttpProblem {
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ETIMEDOUT') return 'timed-out';
  if (/^(ENOTFOUND|EAI_)/.test(code)) return 'dns';
  if (/^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/.test(code)) return 'no-route';
  if (/^(ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO|HOSTNAME_|ERR_OSSL)/.test(code)) return 'tls';
  if (code === 'ECONNRESET' || code === 'EPIPE') return stage === 'tls' ? 'tls' : 'reset';
  return code.startsWith('HPE_') ? 'not-http' : 'other';
}

/** Several addresses that all failed come as one AggregateError, whose first part tells. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function timedOut(url: URL, stage: HttpStage, timeoutMs: number): HttpFailure {
  const problem = stage === 'dns' ? 'dns' : stage === 'connect' || stage === 'tls' ? 'timed-out' : 'hung';
  const words: Readonly<Record<HttpStage, string>> = {
    dns: 'the name was not resolved',
    connect: 'no connection was made',
    tls: 'the TLS handshake did not end',
    answer: 'connected, but no answer came',
    body: 'the answer began but did not end',
  };
  return new HttpFailure(`Cannot read ${url.origin}: ${words[stage]} within ${String(timeoutMs)} ms`, {
    problem,
    stage,
    code: 'ETIMEDOUT',
  });
}

function notTls(url: URL): HttpFailure {
  const message = `Cannot read ${url.origin}: the port speaks plain HTTP, not TLS`;
  return new HttpFailure(message, { problem: 'tls', stage: 'tls', code: 'ERR_SSL_HTTP_REQUEST' });
}

function ended(url: URL, stage: HttpStage): HttpFailure {
  return new HttpFailure(`The look at ${url.origin} was ended`, { problem: 'stopped', stage, code: 'ABORT_ERR' });
}

function round(ms: number): number {
  return Math.max(0, Math.round(ms * 10) / 10);
}
