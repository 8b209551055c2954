/** Opens the port; a port that is taken won't be free the next time either, so it's said once, with what to do. */

import type { AddressInfo } from 'node:net';
import { ZhibanError } from '../../domain/errors.ts';

export interface Listening {
  listen(at: { readonly host: string; readonly port: number }): Promise<string>;
  close(): PromiseLike<unknown>;
  readonly server: { address(): AddressInfo | string | null };
}

/** The port that was opened: another than asked for only when 0 was. Throws ZhibanError `conflict` for a port that can't be had. */
export async function listen(app: Listening, at: { readonly host: string; readonly port: number }): Promise<number> {
  try {
    await app.listen({ host: at.host, port: at.port });
  } catch (cause) {
    await app.close();
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw cause;
    const why = code === 'EACCES' ? 'may not be opened by this account' : 'is taken by another program';
    throw new ZhibanError('conflict', `Cannot listen on ${at.host}:${at.port}: the port ${why}; set ZHIBAN_PORT to another one`, { cause });
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : at.port;
}
