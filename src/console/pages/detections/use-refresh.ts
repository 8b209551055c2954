/** Runs come by themselves and are no event: what is open is asked for again now and then. */

import { useEffect } from 'react';

const everyMs = 15_000;

export function useRefresh(reload: () => void): void {
  useEffect(() => {
    const timer = setInterval(reload, everyMs);
    return () => clearInterval(timer);
  }, [reload]);
}
