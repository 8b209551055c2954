/** Opens one TCP connection, with TLS where it is asked for; why it did not open is told apart. */

import { readFile } from 'node:fs/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { z } from 'zod';
import { startAwakeLimit } from '../awake-limit.ts';
import { failureOfSocket, SessionFailure, type SessionLimit, type SessionStage, silence } from '../session/failure.ts';

/** Encrypts when it is there, also when it is empty. */
export const tcpTls = z.strictObject({
  caFile: z.string().min(1).optional(),
  servername: z.string().min(1).optional(),
  insecure: z.boolean().default(false),
});

export type TcpTls = z.infer<typeof tcpTls>;

export interface TcpTarget {
  /** As texts call it: `memcached 10.0.0.1:11211`. */
  readonly server: string;
  readonly host: string;
  readonly port: number;
  readonly tls?: TcpTls | undefined;
}

export interface OpenSocket {
  readonly socket: Socket;
  /** Zero where the host is an address. */
  readonly lookupMs: number;
  readonly connectMs: number;
  /** Zero without TLS. */
  readonly handshakeMs: number;
}

/** Throws SessionFailure. The socket is the caller's from then on, also its errors. */
export async function openSocket(target: TcpTarget, limit: SessionLimit): Promise<OpenSocket> {
  if (limit.signal.aborted) throw stopped(target.server, 'connect');
  const ca = target.tls?.caFile === undefined ? undefined : await readCa(target.server, target.tls.caFile);
  const startedMs = performance.now();
  return await new Promise((resolve, reject) => {
    let stage: SessionStage = 'connect';
    let [lookedUpMs, connectedMs, heldUpMs] = [startedMs, startedMs, 0];
    const socket = begin(target, ca);
    const end = (settle: () => void): void => {
      timer.stop();
      limit.signal.removeEventListener('abort', onAbort);
      socket.removeAllListeners();
      settle();
    };
    const fail = (failure: SessionFailure): void =>
      end(() => {
        socket.on('error', () => undefined);
        socket.destroy();
        reject(failure);
      });
    const timer = startAwakeLimit(limit.timeoutMs, () => fail(silence(target.server, stage)));
    const onAbort = (): void => fail(stopped(target.server, stage));
    limit.signal.addEventListener('abort', onAbort, { once: true });
    const open = (): void => {
      const nowMs = performance.now();
      // The time in which this process did not get to run is not the network's.
      const connectMs = Math.max(0, connectedMs - lookedUpMs - heldUpMs);
      const times = { lookupMs: lookedUpMs - startedMs, connectMs, handshakeMs: nowMs - connectedMs };
      end(() => resolve({ socket, ...times }));
    };
    socket.once('lookup', () => {
      lookedUpMs = performance.now();
    });
    socket.once('connect', () => {
      connectedMs = performance.now();
      heldUpMs = timer.heldUpMs();
      stage = 'login';
      if (target.tls === undefined) open();
    });
    if (target.tls !== undefined) socket.once('secureConnect', open);
    socket.once('error', (error) => fail(failureWhileOpening(target, error, stage)));
  });
}

export function stopped(server: string, stage: SessionStage): SessionFailure {
  return new SessionFailure(`The look at ${server} was ended`, { problem: 'stopped', stage });
}

function begin({ host, port, tls }: TcpTarget, ca: string | undefined): Socket {
  if (tls === undefined) return connectTcp({ host, port });
  const name = tls.servername ?? (isIP(host) === 0 ? host : undefined);
  return connectTls({
    host,
    port,
    rejectUnauthorized: !tls.insecure,
    ...(ca === undefined ? {} : { ca }),
    ...(name === undefined ? {} : { servername: name }),
  });
}

/** A peer that hangs up in the middle of the handshake does not speak TLS, or not ours. */
function failureWhileOpening(target: TcpTarget, error: Error, stage: SessionStage): SessionFailure {
  const failure = failureOfSocket(target.server, error, stage);
  if (target.tls === undefined || stage === 'connect' || failure.problem !== 'reset') return failure;
  return new SessionFailure(failure.message, { problem: 'tls', stage, code: failure.code, cause: error });
}

async function readCa(server: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new SessionFailure(`Cannot read the authority's certificate for ${server}: '${path}'`, {
      problem: 'tls',
      stage: 'connect',
      cause,
    });
  }
}
