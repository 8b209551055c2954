/** Ed25519 keys of markets: the public one is a line in the configuration, the private one a PEM file that only its owner reads. */

import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { marketError, messageOf } from './market-error.ts';

/** `ed25519:` and the 32 bytes of the key in base64. */
export const publicKeyPattern = /^ed25519:[A-Za-z0-9+/]{43}=$/;

/** What stands before the key's bytes in its DER form (RFC 8410). */
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');

export interface KeyPair {
  /** PKCS #8 in PEM. */
  readonly privatePem: string;
  readonly publicKey: string;
}

export function makeKeyPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privatePem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })), publicKey: publicText(publicKey) };
}

/** Throws ZhibanError `invalid` for what is no such key; the message never shows it. */
export function signingKey(pem: string): { readonly publicKey: string; signText(text: string): string } {
  const key = readPrivate(pem);
  return { publicKey: publicText(createPublicKey(key)), signText: (text) => sign(null, Buffer.from(text), key).toString('base64') };
}

/** False also for a signature that is none. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const raw = Buffer.from(publicKey.slice('ed25519:'.length), 'base64');
  const key = createPublicKey({ key: Buffer.concat([spkiHead, raw]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

/** Short, to tell which of several keys a signature is of. */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
}

function publicText(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' });
  return `ed25519:${der.subarray(spkiHead.length).toString('base64')}`;
}

function readPrivate(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw marketError(
      'invalid',
      `The signing key cannot be read: ${messageOf(cause)}; expected Ed25519 in PEM, as zhiban plugin index key makes it`,
      `无法读取签名私钥：${messageOf(cause)}；应为 PEM 格式的 Ed25519 私钥，可用 zhiban plugin index key 生成`,
    );
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  const type = key.asymmetricKeyType ?? key.type;
  throw marketError('invalid', `The signing key is of type ${type}; expected Ed25519`, `签名私钥的类型是 ${type}，应为 Ed25519`);
}
