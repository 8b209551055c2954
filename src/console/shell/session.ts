/** Who is logged in, for every part of the page. */

import { createContext, use } from 'react';
import type { Session } from '../api/calls.ts';

export interface SessionHold {
  readonly session: Session;
  readonly logout: () => Promise<void>;
}

export const SessionContext = createContext<SessionHold | null>(null);

export function useSession(): SessionHold {
  const hold = use(SessionContext);
  if (hold === null) throw new Error('useSession() outside of SessionGate');
  return hold;
}
