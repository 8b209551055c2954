/** Says one thing over a connection of its own and hears the answer, within limits of time and bytes. */

import { startAwakeLimit } from '../awake-limit.ts';
import { failureOfSocket, SessionFailure, type SessionLimit, silence } from '../session/failure.ts';
import { openSocket, stopped, type TcpTarget } from './open-socket.ts';

export interface Conversation {
  /** Empty: only listen. */
  readonly words: string;
  readonly bytesMax: number;
  /** Whether what was heard is all; by default the peer hanging up is the end. */
  isWhole?(heard: string): boolean;
}

/** Throws SessionFailure, also when the peer hangs up without a word. An answer that is too long is cut. */
export async function converse(target: TcpTarget, said: Conversation, limit: SessionLimit): Promise<string> {
  const { socket } = await openSocket(target, limit);
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (settle: () => void): void => {
      timer.stop();
      limit.signal.removeEventListener('abort', onAbort);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.destroy();
      settle();
    };
    const answer = (): string => Buffer.concat(chunks).subarray(0, said.bytesMax).toString('utf8');
    const fail = (failure: SessionFailure): void => end(() => reject(failure));
    const timer = startAwakeLimit(limit.timeoutMs, () => fail(silence(target.server, 'login')));
    const onAbort = (): void => fail(stopped(target.server, 'login'));
    limit.signal.addEventListener('abort', onAbort, { once: true });
    if (limit.signal.aborted) onAbort();
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= said.bytesMax || said.isWhole?.(answer()) === true) end(() => resolve(answer()));
    });
    socket.on('error', (error) => (bytes > 0 ? end(() => resolve(answer())) : fail(failureOfSocket(target.server, error, 'login'))));
    socket.on('close', () => (bytes > 0 ? end(() => resolve(answer())) : fail(hungUp(target.server))));
    if (said.words !== '') socket.write(said.words);
  });
}

function hungUp(server: string): SessionFailure {
  return new SessionFailure(`${server} hung up without a word`, { problem: 'reset', stage: 'login' });
}
