/** Ends a wait with the work, the time or the signal, whichever comes first. */

import { type AwakeLimit, startAwakeLimit } from '../awake-limit.ts';
import { SessionFailure, type SessionLimit, type SessionStage, silence } from './failure.ts';

/** Work that is left behind may fail unheard. Throws SessionFailure when time or signal end it. */
export async function within<T>(work: Promise<T>, limit: SessionLimit, server: string, stage: () => SessionStage): Promise<T> {
  work.catch(() => undefined);
  let timer: AwakeLimit | undefined;
  let onAbort: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    timer = startAwakeLimit(limit.timeoutMs, () => reject(silence(server, stage())));
    onAbort = () => reject(new SessionFailure(`The look at ${server} was ended`, { problem: 'stopped', stage: stage() }));
    if (limit.signal.aborted) onAbort();
    else limit.signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    timer?.stop();
    if (onAbort !== undefined) limit.signal.removeEventListener('abort', onAbort);
  }
}
