/** One piece of evidence beside the page it is cited on. */

import { Button, Drawer } from 'antd';
import type { EvidenceView } from '../../../domain/view.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { ErrorNote, Loading } from '../../parts/feedback.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { EvidenceDetails } from './evidence-details.tsx';

export interface EvidenceDrawerProps {
  readonly evidenceId: string;
  readonly all: readonly EvidenceView[];
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}

export function EvidenceDrawer({ evidenceId, all, onOpen, onClose }: EvidenceDrawerProps) {
  const t = useText();
  const index = all.findIndex((one) => one.id === evidenceId);
  const previous = all[index - 1];
  const next = index < 0 ? undefined : all[index + 1];
  return (
    <Drawer
      open
      onClose={onClose}
      size="min(760px, 100vw)"
      title={`${index < 0 ? '' : `E${index + 1} · `}${t('verdictPanel.evidence')}`}
      extra={
        <span className="drawer-walk">
          <Button size="small" disabled={!previous} onClick={() => previous && onOpen(previous.id)}>
            {t('evidence.previous')}
          </Button>
          <Button size="small" disabled={!next} onClick={() => next && onOpen(next.id)}>
            {t('evidence.next')}
          </Button>
        </span>
      }
    >
      <EvidenceLoader key={evidenceId} evidenceId={evidenceId} known={all[index] ?? null} />
    </Drawer>
  );
}

/** Shows what is known at once and reads the full record behind it. */
export function EvidenceLoader({ evidenceId, known }: { readonly evidenceId: string; readonly known: EvidenceView | null }) {
  const t = useText();
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const evidence = useResource(
    `one-evidence ${locale} ${evidenceId}`,
    () => calls.evidence(evidenceId),
    () => [],
  );
  const shown = evidence.value ?? known;
  if (shown !== null) return <EvidenceDetails evidence={shown} />;
  if (evidence.error !== null) return <ErrorNote error={evidence.error} onRetry={evidence.reload} />;
  return <Loading>{t('evidence.loading')}</Loading>;
}
