/** What the owner of a market does with its index: add a version, revoke one, sign the whole. Text in, text out. */

import type { LocalText } from '../../domain/text.ts';
import type { Manifest } from '../manifest.ts';
import { canonicalJson } from './canonical-json.ts';
import { indexLimits, type Offer, parseIndex, type Revocation } from './index-file.ts';
import { keyIdOf, signingKey } from './keys.ts';
import { marketError } from './market-error.ts';

type Signed = Record<string, unknown> & { plugins: unknown[]; revoked: unknown[]; serial: number };

export function newIndex(market: string, now: string): string {
  const signed = { format: 1, market, serial: 0, issued: now, expires: now, plugins: [], revoked: [] };
  const text = writeIndex(signed, []);
  parseIndex(text);
  return text;
}

/** Throws ZhibanError `conflict` for a version that is there: what was once signed stays what it is. */
export function withOffer(text: string, offer: Offer): string {
  const { index } = parseIndex(text);
  const { name, version } = offer;
  if (index.plugins.some((each) => each.name === name && each.version === version))
    throw marketError(
      'conflict',
      `The index has ${name} ${version} already; publish another version`,
      `索引中已有 ${name} ${version}，请发布新版本`,
    );
  return changed(text, (signed) => void signed.plugins.push(offer));
}

export function withRevocation(text: string, revocation: Revocation): string {
  return changed(text, (signed) => void signed.revoked.push(revocation));
}

export interface Signing {
  /** Of one key, or of the old and the new while one takes the place of the other. */
  readonly privatePems: readonly string[];
  readonly now: string;
  readonly expires: string;
}

export function signIndex(text: string, { privatePems, now, expires }: Signing): string {
  const { signed } = JSON.parse(text) as { signed: Signed };
  parseIndex(text);
  const next = { ...signed, serial: signed.serial + 1, issued: now, expires };
  const what = canonicalJson(next);
  const signatures = privatePems
    .map(signingKey)
    .map(({ publicKey, signText }) => ({ keyId: keyIdOf(publicKey), signature: signText(what) }));
  return writeIndex(next, signatures);
}

/** What the index says of a package, from its manifest. Throws ZhibanError `invalid` when it doesn't say what it is. */
export function offerOf(manifest: Manifest, packed: Pick<Offer, 'source' | 'bytes' | 'sha512'>): Offer {
  const { name, version, zhiban, capabilities, permissions, limits } = manifest;
  return { name, version, summary: summaryOf(manifest), zhiban, capabilities, permissions, limits, ...packed };
}

function summaryOf({ description }: Manifest): LocalText {
  if (description !== undefined) return description;
  throw marketError(
    'invalid',
    'zhiban-plugin.json: description: people who search for it need one, in zh-CN and en',
    'zhiban-plugin.json：缺少 description，发布到市场需要中英文说明',
  );
}

/** A change takes the signature off: it was of something else. */
function changed(text: string, change: (signed: Signed) => void): string {
  const { signed } = JSON.parse(text) as { signed: Signed };
  change(signed);
  const next = writeIndex(signed, []);
  parseIndex(next);
  if (Buffer.byteLength(next) > indexLimits.bytes)
    throw marketError('too-large', 'The index would be larger than 8 MiB', '索引将超过 8 MiB');
  return next;
}

function writeIndex(signed: Record<string, unknown>, signatures: readonly unknown[]): string {
  return `${JSON.stringify({ signed, signatures }, null, 2)}\n`;
}
