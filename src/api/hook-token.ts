/** The token that senders of alerts present, and where in a request it may stand. */

import { hash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { bearerOf } from './authenticate.ts';

export function hasHookToken(request: FastifyRequest, expected: string, options: { readonly isAddressTaken: boolean }): boolean {
  const given = tokenIn(request.headers.authorization) ?? (options.isAddressTaken ? tokenInAddress(request) : null);
  if (given === null || expected === '') return false;
  return timingSafeEqual(digestOf(given), digestOf(expected));
}

/** Of the same length whatever is given. */
function digestOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** A bearer token, or the password of basic auth, whose user may be anything. */
export function tokenIn(authorization: string | undefined): string | null {
  const bearer = bearerOf(authorization);
  if (bearer !== null) return bearer;
  const basic = /^Basic +([A-Za-z0-9+/=]{1,8192}) *$/i.exec(authorization ?? '')?.[1];
  return basic === undefined
    ? null
    : Buffer.from(basic, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '');
}

function tokenInAddress(request: FastifyRequest): string | null {
  if (request.query === null || typeof request.query !== 'object') return null;
  const given: unknown = Reflect.get(request.query, 'token');
  return typeof given === 'string' ? given : null;
}
