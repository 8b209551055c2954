/** Tokens that Zhiban makes for itself at the first start and keeps in the data directory, readable by its owner only. */

import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ZhibanError } from '../domain/errors.ts';

export interface KeptToken {
  readonly token: string;
  /** True when this call made it: print it once. */
  readonly isNew: boolean;
  /** Where it is kept; null when it came from the environment or the configuration. */
  readonly path: string | null;
}

export type TokenName = 'admin-token' | 'hook-token';

/** The given token, else the kept one, else a new one of 192 random bits. Two processes at once end up with the same. */
export function ensureToken(home: string, name: TokenName, given: string | null): KeptToken {
  if (given !== null) return { token: given, isNew: false, path: null };
  const path = join(home, name);
  if (existsSync(path)) return { token: readToken(path), isNew: false, path };
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const token = `zb_${randomBytes(24).toString('base64url')}`;
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${token}\n`, { mode: 0o600, flush: true });
  try {
    // A link fails when the other process was first; a rename would take its token away from it.
    linkSync(draft, path);
    return { token, isNew: true, path };
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) {
      throw new ZhibanError('unavailable', `Cannot keep the token in ${path}`, { cause });
    }
    return { token: readToken(path), isNew: false, path };
  } finally {
    unlinkSync(draft);
  }
}

/** The kept token, for the CLI; null when there is none or it belongs to another account. */
export function readKeptToken(home: string, name: TokenName): string | null {
  try {
    return readToken(join(home, name));
  } catch {
    return null;
  }
}

function readToken(path: string): string {
  const token = readFileSync(path, 'utf8').trim();
  if (token.length < 16)
    throw new ZhibanError('invalid', `Cannot use the token in ${path}: it is too short; remove the file to have a new one made`);
  return token;
}
