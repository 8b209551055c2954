/** `plugins.json`, the index of a market: what there is, where it lies, what it must hash to, what was revoked; signed as a whole. */

import { z } from 'zod';
import { declarationShape, pluginName, pluginVersion, versionRange } from '../manifest.ts';
import { canonicalJson } from './canonical-json.ts';
import { isSignedBy, keyIdOf } from './keys.ts';
import { marketError, messageOf } from './market-error.ts';

export const indexLimits = { bytes: 8_388_608, offers: 20_000, filesOfFolder: 2_000, packageBytes: 33_554_432 } as const;

/** It is shown on terminals, which take control characters for orders. */
const words = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^\P{Cc}*$/u, 'expected a text without control characters');
const text = (max: number) => z.strictObject({ 'zh-CN': words(max), en: words(max) });
const sha512 = z.string().regex(/^[0-9a-f]{128}$/, 'expected SHA-512 in hexadecimal digits');
const bytes = z.number().int().min(0).max(indexLimits.packageBytes);

/** Below the plugin's folder, with no way out of it. */
export const innerPath = z
  .string()
  .max(300)
  .regex(/^(?!.*(^|\/)\.{0,2}(\/|$))[^\\:\p{Cc}]+$/u, 'expected the path of a file below the folder');

const packagedFile = z.strictObject({ path: innerPath, bytes, sha512 });
export type PackagedFile = z.infer<typeof packagedFile>;

const source = z.union([
  /** A `.tgz`: an address, or a path from where the index lies. */
  z.strictObject({ url: z.string().min(1).max(2_000) }),
  /** A package of npm's registry, of the same version. */
  z.strictObject({ npm: z.string().regex(/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/) }),
  /** A folder of single files, each with its checksum; for servers that only have those. */
  z.strictObject({ folder: z.string().min(1).max(2_000), files: z.array(packagedFile).min(1).max(indexLimits.filesOfFolder) }),
]);

const offer = z.strictObject({
  name: pluginName,
  version: pluginVersion,
  summary: text(300),
  zhiban: versionRange,
  ...declarationShape,
  source,
  bytes,
  /** Of the `.tgz`; of a folder, of the canonical JSON of its list of files. */
  sha512,
});
/** One version of one plugin. */
export type Offer = z.infer<typeof offer>;

const revocation = z.strictObject({ name: pluginName, versions: versionRange, at: z.iso.datetime(), reason: text(1_000) });
export type Revocation = z.infer<typeof revocation>;

const head = {
  format: z.literal(1),
  market: pluginName,
  /** Grows with each signature; a lower one than was seen is an old index that somebody plays again. */
  serial: z.number().int().min(0),
  issued: z.iso.datetime(),
  expires: z.iso.datetime(),
  /** Apart from the offers, so that a version can be revoked that an index doesn't offer any more. */
  revoked: z.array(revocation).max(indexLimits.offers),
};
/** What a later Zhiban has added to an offer must not hide the others from this one: each is parsed alone. */
const signed = z.looseObject({ ...head, plugins: z.array(z.unknown()).max(indexLimits.offers) });
const envelope = z.strictObject({
  signed: z.record(z.string(), z.unknown()),
  signatures: z.array(z.strictObject({ keyId: z.string().max(64), signature: z.string().max(200) })).max(20),
});

export interface MarketIndex extends z.infer<z.ZodObject<typeof head>> {
  readonly plugins: readonly Offer[];
  /** Offers that this version of Zhiban can't read. */
  readonly unread: number;
}

export interface IndexFile {
  readonly index: MarketIndex;
  readonly signatures: z.infer<typeof envelope>['signatures'];
  /** What the signatures are of. */
  readonly signedText: string;
}

/** Nothing of it is to be believed before `requireSigned`. Throws ZhibanError `invalid`. */
export function parseIndex(given: string): IndexFile {
  const outer = envelope.safeParse(parseJson(given));
  if (!outer.success) throw malformed(outer.error);
  const inner = signed.safeParse(outer.data.signed);
  if (!inner.success) throw malformed(inner.error);
  const offers = inner.data.plugins.map((each) => offer.safeParse(each));
  const plugins = offers.flatMap((each) => (each.success ? [each.data] : []));
  const index = { ...inner.data, plugins, unread: offers.length - plugins.length };
  return { index, signatures: outer.data.signatures, signedText: canonicalJson(outer.data.signed) };
}

/** Throws ZhibanError `forbidden` unless one of the keys has signed it. */
export function requireSigned({ index, signatures, signedText }: IndexFile, publicKeys: readonly string[]): void {
  const isGood = publicKeys.some((key) =>
    signatures.some(({ keyId, signature }) => keyId === keyIdOf(key) && isSignedBy(key, signedText, signature)),
  );
  if (isGood) return;
  throw marketError(
    'forbidden',
    `The index of the market ${index.market} is not signed by the key that is trusted for it`,
    `插件市场 ${index.market} 的索引没有受信任公钥对应的有效签名`,
  );
}

/** Throws ZhibanError `forbidden` when its time is over: whoever holds back newer ones would hold back revocations. */
export function requireCurrent({ market, expires }: Pick<MarketIndex, 'market' | 'expires'>, nowMs: number): void {
  if (Date.parse(expires) > nowMs) return;
  throw marketError(
    'forbidden',
    `The index of the market ${market} has expired at ${expires}; its owner must sign it anew`,
    `插件市场 ${market} 的索引已于 ${expires} 过期，需由市场维护者重新签名`,
  );
}

function parseJson(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch (cause) {
    throw marketError('invalid', `The index is not JSON: ${messageOf(cause)}`, `索引不是合法的 JSON：${messageOf(cause)}`, cause);
  }
}

function malformed(error: z.ZodError): Error {
  const [issue] = error.issues;
  const where = issue?.path.join('.') || 'the whole';
  const what = `${where}: ${issue?.message ?? ''}`.slice(0, 300);
  return marketError('invalid', `The index is malformed at ${what}`, `索引格式有误：${what}`);
}
