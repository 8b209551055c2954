/** The certificate as it is shown, trusted or not: until when, for which names, signed by whom. */

import { isIP } from 'node:net';
import { checkServerIdentity, connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { z } from 'zod';
import type { Facts, Look } from '../../../domain/evidence.ts';
import { startAwakeLimit } from '../../awake-limit.ts';
import type { LookContext, Probe } from '../../contract.ts';
import type { HttpClient } from '../client.ts';
import { exchange, failureOf, HttpFailure, reachProblemOf, statusOf } from '../exchange.ts';

const parameters = z.strictObject({});
const query = 'openssl s_client -connect HOST:PORT';

export const certificateProbe: Probe<HttpClient> = {
  name: 'certificate',
  summary: { 'zh-CN': '证书有效期、域名、签发者与信任链', en: 'certificate: validity, names, issuer, chain of trust' },
  parameters,
  timeoutMs: 10_000,
  cost: 'cheap',
  hints: 'tls|ssl|https|certificate|expire|证书|过期',
  async look(client, _given, context) {
    try {
      if (client.url.protocol !== 'https:') return await plainLook(client, context);
      return await secureLook(client, context);
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      const problem = reachProblemOf(error);
      return {
        status: statusOf(error),
        reason: error.message,
        ...(problem === undefined ? {} : { problem }),
        headline: { 'zh-CN': `无法读取证书：${error.message}`, en: error.message },
        facts: { 'certificate.isShown': false, 'certificate.handshakeCode': error.code, 'certificate.handshakeProblem': error.problem },
        query,
        text: error.message,
      };
    }
  },
};

/** Without TLS there is no certificate; whether anyone is there is asked all the same, so that silence does not read as "fine". */
async function plainLook(client: HttpClient, context: LookContext): Promise<Look> {
  const request = { url: client.url, method: 'HEAD', headers: {}, tls: { insecure: true }, bodyBytesMax: 1_024 };
  await exchange(request, { timeoutMs: 5_000, signal: context.signal });
  return {
    status: 'ok',
    headline: { 'zh-CN': '没有使用 TLS', en: 'TLS is not used' },
    facts: { 'certificate.isShown': false, 'certificate.handshakeCode': '', 'certificate.handshakeProblem': 'none' },
    query,
    text: client.url.origin,
  };
}

async function secureLook(client: HttpClient, context: LookContext): Promise<Look> {
  const choice = await client.tls();
  const host = client.url.hostname.replace(/^\[|\]$/g, '');
  const name = choice.servername ?? host;
  const port = client.url.port === '' ? 443 : Number(client.url.port);
  const given = {
    host,
    port,
    rejectUnauthorized: false,
    ...(choice.ca === undefined ? {} : { ca: choice.ca }),
    ...(isIP(name) === 0 ? { servername: name } : {}),
  };
  const socket = connect(given);
  try {
    await handshake(socket, client.url, context);
    const certificate = socket.getPeerCertificate(true);
    const facts = certificateFacts(certificate, {
      name,
      isChecked: !choice.insecure,
      error: errorOf(socket),
      nowMs: context.clock.now(),
      protocol: socket.getProtocol() ?? '',
    });
    return { status: 'ok', headline: headlineOf(facts), facts, query, text: printChain(certificate) };
  } finally {
    socket.destroy();
  }
}

function handshake(socket: TLSSocket, url: URL, context: LookContext): Promise<void> {
  return new Promise((resolve, reject) => {
    let stage: 'dns' | 'connect' | 'tls' = isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0 ? 'dns' : 'connect';
    const fail = (problem: 'timed-out' | 'stopped', why: string): void =>
      reject(new HttpFailure(`Cannot read the certificate of ${url.origin}: ${why}`, { problem, stage, code: 'ETIMEDOUT' }));
    const timer = startAwakeLimit(6_000, () => fail('timed-out', 'the handshake did not end in time'));
    context.signal.addEventListener('abort', () => fail('stopped', 'the look was ended'), { once: true });
    if (context.signal.aborted) fail('stopped', 'the look was ended');
    socket.once('lookup', () => {
      stage = 'connect';
    });
    socket.once('connect', () => {
      stage = 'tls';
    });
    socket.on('error', (error) => {
      timer.stop();
      reject(failureOf(url, error, stage));
    });
    socket.once('secureConnect', () => {
      timer.stop();
      resolve();
    });
  });
}

/** Why it would not be trusted; empty when it would. */
function errorOf(socket: TLSSocket): string {
  const error: unknown = socket.authorizationError;
  if (socket.authorized || error === null || error === undefined) return '';
  return typeof error === 'object' && 'code' in error ? String(error.code) : String(error);
}

export interface CertificateView {
  readonly name: string;
  readonly isChecked: boolean;
  readonly error: string;
  readonly nowMs: number;
  readonly protocol: string;
}

const dayMs = 86_400_000;

/** Pure: the certificate and how it was judged in, facts out. */
export function certificateFacts(certificate: DetailedPeerCertificate, view: CertificateView): Facts {
  const untilMs = Date.parse(certificate.valid_to);
  const fromMs = Date.parse(certificate.valid_from);
  const mismatch = checkServerIdentity(view.name, certificate);
  const isSelfSigned = certificate.fingerprint256 === certificate.issuerCertificate?.fingerprint256;
  const isUntrusted = /^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_UNTRUSTED|CERT_SIGNATURE)/.test(view.error);
  return {
    'certificate.isShown': true,
    'certificate.handshakeCode': '',
    'certificate.handshakeProblem': 'none',
    'certificate.isChecked': view.isChecked,
    'certificate.daysLeft': Math.floor((untilMs - view.nowMs) / dayMs),
    'certificate.lifetimeDays': Math.round((untilMs - fromMs) / dayMs),
    'certificate.isExpired': untilMs <= view.nowMs,
    'certificate.isNotYetValid': fromMs > view.nowMs,
    'certificate.isNameRight': mismatch === undefined,
    'certificate.isSelfSigned': isSelfSigned,
    'certificate.isUntrusted': isUntrusted,
    'certificate.isChainIncomplete':
      /^UNABLE_TO_(VERIFY_LEAF|GET_ISSUER)/.test(view.error) && chainOf(certificate).length === 1 && !isSelfSigned,
    'certificate.error': view.error,
    'certificate.name': view.name,
    'certificate.names': (certificate.subjectaltname ?? '').slice(0, 300),
    'certificate.subject': text(certificate.subject?.CN),
    'certificate.issuer': text(certificate.issuer?.CN) || text(certificate.issuer?.O),
    'certificate.validFrom': Number.isFinite(fromMs) ? new Date(fromMs).toISOString() : '',
    'certificate.validTo': Number.isFinite(untilMs) ? new Date(untilMs).toISOString() : '',
    'certificate.chainLength': chainOf(certificate).length,
    ...expiredIssuer(certificate, view.nowMs),
    'certificate.protocol': view.protocol,
  };
}

/** The first certificate above the server's own that has run out. */
function expiredIssuer(certificate: DetailedPeerCertificate, nowMs: number): Facts {
  const expired = chainOf(certificate)
    .slice(1)
    .find((each) => Date.parse(each.valid_to) <= nowMs);
  return {
    'certificate.expiredIssuer': expired === undefined ? '' : text(expired.subject?.CN) || text(expired.subject?.O),
    'certificate.expiredIssuerAt': expired === undefined ? '' : new Date(Date.parse(expired.valid_to)).toISOString(),
  };
}

function chainOf(certificate: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  const seen = new Set<string>();
  let at: DetailedPeerCertificate | undefined = certificate;
  while (at !== undefined && !seen.has(at.fingerprint256) && chain.length < 10) {
    seen.add(at.fingerprint256);
    chain.push(at);
    at = at.issuerCertificate;
  }
  return chain;
}

function text(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value.join(', ') : (value ?? '')).slice(0, 200);
}

function headlineOf(facts: Facts): Look['headline'] {
  const [days, issuer] = [String(facts['certificate.daysLeft']), String(facts['certificate.issuer'])];
  const error = String(facts['certificate.error']);
  return {
    'zh-CN': `证书剩余 ${days} 天，签发者 ${issuer}，域名${facts['certificate.isNameRight'] === true ? '匹配' : '不匹配'}${error === '' ? '' : `，校验：${error}`}`,
    en: `certificate valid for ${days} more days, issued by ${issuer}, name ${facts['certificate.isNameRight'] === true ? 'right' : 'wrong'}${error === '' ? '' : `, ${error}`}`,
  };
}

function printChain(certificate: DetailedPeerCertificate): string {
  return chainOf(certificate)
    .map(
      (each, index) =>
        `${String(index)} s:${text(each.subject?.CN)} i:${text(each.issuer?.CN)}\n  ${each.valid_from} — ${each.valid_to}\n  ${(each.subjectaltname ?? '').slice(0, 500)}`,
    )
    .join('\n');
}
