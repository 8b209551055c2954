/** Which alerts are ticked; another filter unticks them. */

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

export interface Chosen {
  readonly ids: ReadonlySet<string>;
  /** One, or all from the one before to it in the order that is given. */
  readonly toggle: (id: string, isRange: boolean, order: readonly string[]) => void;
  readonly clear: () => void;
}

export function useChosen(filterKey: string): Chosen {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const clear = useCallback(() => {
    last.current = null;
    setIds((now) => (now.size === 0 ? now : new Set()));
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was ticked belongs to the filter under which it was seen.
  useEffect(() => clear(), [clear, filterKey]);
  const toggle = useCallback((id: string, isRange: boolean, order: readonly string[]) => {
    const from = isRange && last.current !== null ? order.indexOf(last.current) : -1;
    const to = order.indexOf(id);
    last.current = id;
    setIds((now) => {
      const next = new Set(now);
      if (from >= 0 && to >= 0) for (const each of order.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each);
      else if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  return useMemo(() => ({ ids, toggle, clear }), [ids, toggle, clear]);
}
