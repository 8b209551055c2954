/** The certificates of all servers as they lie on disk: validity, names, strength, and whether the running nginx has them. */

import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { LookContext } from '../../contract.ts';
import { readFiles } from '../../linux/read-files.ts';
import { type ServedCertificate, servedCertificates } from '../parse/config.ts';
import { readNginxProcesses } from '../processes.ts';
import { readDump } from './config.ts';
import { changesOf } from './newest.ts';
import { hostProbe } from './nginx-probe.ts';
import { addressOf, shownFingerprint } from './served.ts';

const dayMs = 86_400_000;
const certificatesMax = 100;
/** Servers that are asked what they show. */
const askedMax = 16;

export const certificatesProbe = hostProbe({
  name: 'certificates',
  summary: {
    'zh-CN': '各站点的证书文件：有效期、域名是否匹配、强度、更新后是否已加载',
    en: 'the certificate files of all servers: validity, names, strength, and whether a renewed one is loaded',
  },
  parameters: z.strictObject({}),
  timeoutMs: 25_000,
  cost: 'moderate',
  hints: 'tls|ssl|https|certificate|expire|证书|过期',
  query: 'nginx -T; openssl x509 -in (each ssl_certificate)',
  facts: [
    'certificates.count',
    'certificates.unreadable',
    'certificates.unreadablePath',
    'certificates.daysLeft',
    'certificates.soonestPath',
    'certificates.soonestNames',
    'certificates.expired',
    'certificates.notYetValid',
    'certificates.mismatches',
    'certificates.mismatchName',
    'certificates.mismatchPath',
    'certificates.weak',
    'certificates.weakPath',
    'certificates.notLoaded',
    'certificates.notLoadedPath',
  ],
  async see(host, files, _given, context) {
    const dump = await readDump(host, files, context);
    const served = servedCertificates(dump.directives);
    const paths = [...new Set(served.map(({ path }) => path))].slice(0, certificatesMax);
    const texts = await readFiles(host.exec, paths, { timeoutMs: 8_000, signal: context.signal });
    const known = paths.flatMap((path) => {
      const certificate = certificateOf(texts.get(path));
      return certificate === null ? [] : [{ path, certificate }];
    });
    const { loadedMs } = await readNginxProcesses(host, files, context);
    const changes = await changesOf(host, paths, context);
    const renewed = changes.filter(({ changedMs }) => loadedMs !== null && changedMs > loadedMs + 3_000).map(({ path }) => path);
    const others = host.isRemote ? [] : await shownOtherwise(known, served, context);
    const notLoaded = [...new Set([...renewed, ...others])];
    const judged = judge(known, served, context.clock.now());
    const missing = paths.filter((path) => !known.some((each) => each.path === path));
    const facts = {
      'certificates.count': paths.length,
      'certificates.unreadable': missing.length,
      'certificates.unreadablePath': missing[0] ?? '',
      ...judged,
      'certificates.notLoaded': notLoaded.length,
      'certificates.notLoadedPath': notLoaded[0] ?? '',
    };
    const days = judged['certificates.daysLeft'];
    return {
      headline: {
        'zh-CN': days === null ? '没有使用证书文件' : `${paths.length} 份证书，最近到期的还有 ${days} 天`,
        en: days === null ? 'no certificate files are used' : `${paths.length} certificates, the first ends in ${days} days`,
      },
      facts,
      text: known.map((each) => printCertificate(each.path, each.certificate)).join('\n'),
    };
  },
});

/** The first of the file is the server's own. */
function certificateOf(pem: string | undefined): X509Certificate | null {
  if (pem === undefined || !pem.includes('BEGIN CERTIFICATE')) return null;
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

interface Known {
  readonly path: string;
  readonly certificate: X509Certificate;
}

/**
 * Files whose server shows a certificate that is in no file any more: it was read before the file was replaced. Asked on this machine only,
 * for behind another address something else may answer. A server that answers to no name is asked where no other shares its address.
 */
async function shownOtherwise(known: readonly Known[], served: readonly ServedCertificate[], context: LookContext): Promise<string[]> {
  const onDisk = new Set(known.map(({ certificate }) => certificate.fingerprint256));
  const asked = served.filter(({ path }) => known.some((each) => each.path === path)).slice(0, askedMax);
  const shown = await Promise.all(
    asked.map(async ({ names, listens: [listen = ''] }) => {
      const address = addressOf(listen);
      const name = names.find(isCheckable);
      const isAlone = served.every((each) => each.names === names || !each.listens.includes(listen));
      if (address === null || (name === undefined && !isAlone)) return null;
      return await shownFingerprint(address, name === undefined ? null : sampleOf(name), context);
    }),
  );
  return asked.filter((_each, index) => typeof shown[index] === 'string' && !onDisk.has(shown[index])).map(({ path }) => path);
}

function judge(known: readonly Known[], served: readonly ServedCertificate[], nowMs: number) {
  const sorted = [...known].sort((one, other) => endMs(one.certificate) - endMs(other.certificate));
  const [soonest] = sorted;
  const wrong = served.flatMap(({ path, names }) => {
    const certificate = known.find((each) => each.path === path)?.certificate;
    if (certificate === undefined) return [];
    return names.filter((name) => isCheckable(name) && certificate.checkHost(sampleOf(name)) === undefined).map((name) => ({ path, name }));
  });
  const weak = known.filter(({ certificate }) => isWeak(certificate));
  return {
    'certificates.daysLeft': soonest === undefined ? null : Math.floor((endMs(soonest.certificate) - nowMs) / dayMs),
    'certificates.soonestPath': soonest?.path ?? '',
    'certificates.soonestNames': (soonest?.certificate.subjectAltName ?? soonest?.certificate.subject ?? '').slice(0, 200),
    'certificates.expired': known.filter(({ certificate }) => endMs(certificate) <= nowMs).length,
    'certificates.notYetValid': known.filter(({ certificate }) => Date.parse(certificate.validFrom) > nowMs).length,
    'certificates.mismatches': wrong.length,
    'certificates.mismatchName': wrong[0]?.name ?? '',
    'certificates.mismatchPath': wrong[0]?.path ?? '',
    'certificates.weak': weak.length,
    'certificates.weakPath': weak[0]?.path ?? '',
  };
}

function endMs(certificate: X509Certificate): number {
  return Date.parse(certificate.validTo);
}

/** Patterns and catch-alls have no name of their own. */
function isCheckable(name: string): boolean {
  return /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name) && !/^\d+(\.\d+){3}$/.test(name);
}

function sampleOf(name: string): string {
  return name.replace(/^\*\./, 'any.');
}

/** CA/Browser Forum baseline: RSA from 2048 bits on. */
function isWeak(certificate: X509Certificate): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  return type === 'rsa' && (details?.modulusLength ?? 0) < 2_048;
}

function printCertificate(path: string, certificate: X509Certificate): string {
  return `${path}\n  ${certificate.validFrom} — ${certificate.validTo}\n  ${(certificate.subjectAltName ?? certificate.subject).slice(0, 300)}`;
}
