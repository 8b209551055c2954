/** What a client says of itself when it connects: name, and a login in one of NATS's forms. */

import { fromSeed } from '@nats-io/nkeys';
import type { ResolveSecret } from '../../domain/secret.ts';
import { SessionFailure } from '../session/failure.ts';
import type { NatsEntry } from './system.ts';

/** `nonce` is what the server wants signed; empty where it wants nothing. Throws what `resolveSecret` throws, and SessionFailure. */
export function connectOptions(entry: NatsEntry, nonce: string, resolveSecret: ResolveSecret): Readonly<Record<string, unknown>> {
  return {
    ...{ name: 'zhiban', lang: 'zhiban', version: '1', protocol: 1, verbose: false, pedantic: false, headers: true, no_responders: true },
    ...loginOf(entry, nonce, resolveSecret),
  };
}

function loginOf(entry: NatsEntry, nonce: string, resolveSecret: ResolveSecret): Readonly<Record<string, string>> {
  if (entry.token !== undefined) return { auth_token: resolveSecret(entry.token) };
  if (entry.credentials !== undefined) return signed(resolveSecret(entry.credentials), nonce);
  if (entry.username === undefined || entry.password === undefined) return {};
  return { user: entry.username, pass: resolveSecret(entry.password) };
}

/** The two blocks of a `.creds` file; https://docs.nats.io/using-nats/developer/connecting/creds */
function signed(credentials: string, nonce: string): Readonly<Record<string, string>> {
  const [jwt, seed] = [...credentials.matchAll(/-{3,}BEGIN [^-]+-{3,}\s*([^\s-][^\s]*)\s*-{3,}END/g)].map((match) => match[1] ?? '');
  try {
    if (jwt === undefined || seed === undefined) throw new TypeError('two blocks are expected');
    const signature = fromSeed(Buffer.from(seed)).sign(Buffer.from(nonce));
    return { jwt, sig: Buffer.from(signature).toString('base64url') };
  } catch {
    // The cause is left out: it may quote the seed.
    throw new SessionFailure('Cannot log in to NATS: the credentials are not the content of a .creds file', {
      problem: 'auth',
      stage: 'login',
    });
  }
}
