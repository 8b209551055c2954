/** The evidence of the page: numbered E1, E2, … in the order it came, opened in one drawer that the address remembers. */

import { createContext, lazy, type ReactNode, Suspense, use, useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { EvidenceView } from '../../../domain/view.ts';

const EvidenceDrawer = lazy(() => import('./evidence-drawer.tsx').then((part) => ({ default: part.EvidenceDrawer })));

interface EvidenceHold {
  readonly numberOf: (id: string) => string;
  readonly find: (id: string) => EvidenceView | undefined;
  readonly open: (id: string) => void;
}

const EvidenceContext = createContext<EvidenceHold | null>(null);

export function useEvidence(): EvidenceHold {
  const hold = use(EvidenceContext);
  if (hold === null) throw new Error('useEvidence() outside of EvidenceProvider');
  return hold;
}

export function EvidenceProvider({ evidence, children }: { readonly evidence: readonly EvidenceView[]; readonly children: ReactNode }) {
  const [search, setSearch] = useSearchParams();
  const openId = search.get('evidence');
  const open = useCallback(
    (id: string | null) => {
      setSearch((now) => {
        const next = new URLSearchParams(now);
        if (id === null) next.delete('evidence');
        else next.set('evidence', id);
        return next;
      });
    },
    [setSearch],
  );
  const hold = useMemo(() => {
    const numbers = new Map(evidence.map((one, index) => [one.id, index + 1]));
    return {
      numberOf: (id: string) => (numbers.has(id) ? `E${numbers.get(id)}` : 'E?'),
      find: (id: string) => evidence.find((one) => one.id === id),
      open,
    };
  }, [evidence, open]);
  return (
    <EvidenceContext value={hold}>
      {children}
      <Suspense>
        {openId !== null && <EvidenceDrawer evidenceId={openId} all={evidence} onOpen={open} onClose={() => open(null)} />}
      </Suspense>
    </EvidenceContext>
  );
}
