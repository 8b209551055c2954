/**
 * Amazon SNS and Huawei SMN: messages signed with a certificate that is fetched from where the message says. That address is anyone's
 * to write, so only the services' own hosts are asked, for the certificate as for the confirmation of a subscription.
 */

import { createVerify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { ZhibanError } from '../../domain/errors.ts';
import type { RawRequest, SourceDoor } from '../contract.ts';

/** How one service names and signs things. */
export interface TopicService {
  readonly name: string;
  readonly certificateHost: RegExp;
  readonly confirmHost: RegExp;
  /** In the order of signing; what is missing is left out where it is marked. */
  readonly signedFields: (type: string) => readonly string[];
  readonly fields: {
    readonly type: string;
    readonly topic: string;
    readonly signature: string;
    readonly version: string;
    readonly certificateUrl: string;
    readonly confirmUrl: string;
  };
  /** Null for a version that isn't known. */
  readonly algorithm: (version: string) => string | null;
}

export interface TopicDoorOptions {
  readonly service: TopicService;
  /** Topics whose messages need no token. */
  readonly topics: () => readonly string[];
  /** Bounded in time and size, follows no redirect. */
  readonly fetchText: (url: string) => Promise<string>;
}

const certificatesMax = 20;
const envelope = z.record(z.string(), z.unknown());

type Envelope = Readonly<Record<string, unknown>>;

export function createTopicDoor(options: TopicDoorOptions): SourceDoor {
  const { service } = options;
  const certificates = new Map<string, X509Certificate>();
  return {
    async prove(request, isKnown) {
      const message = messageOf(request, service);
      if (message === null) return 'silent';
      const isOurs = options.topics().some((topic) => topic === message[service.fields.topic]);
      // Nobody else makes us fetch anything.
      if (!isOurs && !isKnown) return 'silent';
      const certificate = await certificateOf(message, options, certificates);
      if (certificate === null || !isSigned(message, service, certificate)) return 'forged';
      return isOurs ? 'proved' : 'silent';
    },
    async greet(request) {
      const message = messageOf(request, service);
      const type = message?.[service.fields.type];
      if (message === null || type === 'Notification') return false;
      if (type === 'SubscriptionConfirmation') await confirm(message, options);
      // The end of a subscription is only told.
      return true;
    },
  };
}

/** Null for what has no envelope, such as raw delivery; whatever can't be read is the parser's to complain about. */
function messageOf(request: RawRequest, { fields }: TopicService): Envelope | null {
  let given: unknown;
  try {
    given = request.json();
  } catch {
    return null;
  }
  const read = envelope.safeParse(given);
  if (!read.success || typeof read.data[fields.type] !== 'string' || typeof read.data[fields.topic] !== 'string') return null;
  return read.data;
}

/** Null when the message names a host that isn't the service's. */
async function certificateOf(
  message: Envelope,
  { service, fetchText }: TopicDoorOptions,
  known: Map<string, X509Certificate>,
): Promise<X509Certificate | null> {
  const url = ownAddress(message[service.fields.certificateUrl], service.certificateHost);
  if (url === null || !url.pathname.endsWith('.pem')) return null;
  const found = known.get(url.href);
  if (found !== undefined) return found;
  const text = await fetchText(url.href).catch((cause: unknown) => {
    throw new ZhibanError('unavailable', `The certificate of ${service.name} could not be fetched from ${url.host}`, { cause });
  });
  const certificate = readCertificate(text);
  if (certificate === null) return null;
  if (known.size >= certificatesMax) known.clear();
  known.set(url.href, certificate);
  return certificate;
}

function readCertificate(text: string): X509Certificate | null {
  try {
    return new X509Certificate(text);
  } catch {
    return null;
  }
}

function isSigned(message: Envelope, service: TopicService, certificate: X509Certificate): boolean {
  const { fields } = service;
  const algorithm = service.algorithm(String(message[fields.version]));
  const signature = message[fields.signature];
  if (algorithm === null || typeof signature !== 'string') return false;
  const signed = service
    .signedFields(String(message[fields.type]))
    .flatMap((name) => (typeof message[name] === 'string' && message[name] !== '' ? [`${name}\n${message[name]}\n`] : []))
    .join('');
  return createVerify(algorithm).update(signed, 'utf8').verify(certificate.publicKey, signature, 'base64');
}

async function confirm(message: Envelope, { service, fetchText }: TopicDoorOptions): Promise<void> {
  const url = ownAddress(message[service.fields.confirmUrl], service.confirmHost);
  if (url === null) throw new ZhibanError('invalid', `The address to confirm the subscription at is not one of ${service.name}`);
  await fetchText(url.href).catch((cause: unknown) => {
    throw new ZhibanError('unavailable', `The subscription could not be confirmed at ${url.host}`, { cause });
  });
}

function ownAddress(given: unknown, host: RegExp): URL | null {
  const url = typeof given === 'string' ? URL.parse(given) : null;
  const isOwn = url !== null && url.protocol === 'https:' && url.port === '' && url.username === '' && host.test(url.hostname);
  return isOwn ? url : null;
}
