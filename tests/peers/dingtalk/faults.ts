/** What goes wrong on purpose: each fault is used up by the calls that it spoils. */

import type { IncomingMessage, ServerResponse } from 'node:http';

export type FaultKind = 'rate' | 'forbidden-rate' | 'too-fast' | 'unavailable' | 'lost-answer' | 'stale-token' | 'html' | 'refuse';

export interface Fault {
  readonly path: string;
  readonly kind: FaultKind;
  readonly channel?: string;
  readonly code?: string;
  times: number;
}

/** Answers in the call's place; false for what goes wrong only after it was carried out. */
export function spoil(kind: FaultKind, code: string | undefined, request: IncomingMessage, response: ServerResponse): boolean {
  const refuse = (status: number, name: string): boolean => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ code: name, message: 'no', requestid: 'r' }));
    return true;
  };
  switch (kind) {
    case 'rate':
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '1' }).end('{"code":"Throttling.Api"}');
      return true;
    case 'forbidden-rate':
      return refuse(403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi');
    case 'too-fast':
      return refuse(400, 'send.too.fast');
    case 'stale-token':
      return refuse(400, 'InvalidAuthentication');
    case 'refuse':
      return refuse(400, code ?? 'system.error');
    case 'html':
      response.writeHead(502, { 'content-type': 'text/html' }).end(`<html>${request.headers['x-acs-dingtalk-access-token'] ?? ''}</html>`);
      return true;
    case 'unavailable':
      response.writeHead(503, { 'content-type': 'text/html' }).end('<html>busy</html>');
      return true;
    case 'lost-answer':
      return false;
  }
}
