/** Links that sign a person in once: for the first start, and for `zhiban login-link`. */

import { randomBytes } from 'node:crypto';
import type { SessionStore } from '../store/session-contract.ts';
import { hashToken } from './authenticate.ts';

export interface LoginLink {
  readonly url: string;
  readonly expiresAt: string;
}

export interface LoginLinkOptions {
  readonly sessions: SessionStore;
  readonly personId: string;
  readonly publicUrl: string;
  readonly nowMs: number;
  /** 15 minutes unless told otherwise. */
  readonly validMs?: number;
}

/** The token stands behind `#`, which browsers never send: it can't end up in the log of a proxy. */
export async function createLoginLink(options: LoginLinkOptions): Promise<LoginLink> {
  const token = `zbl_${randomBytes(24).toString('base64url')}`;
  const expiresAtMs = options.nowMs + (options.validMs ?? 900_000);
  await options.sessions.create({ tokenHash: hashToken(token), kind: 'login', personId: options.personId, expiresAtMs });
  return { url: `${options.publicUrl}/login#token=${token}`, expiresAt: new Date(expiresAtMs).toISOString() };
}
