/** Every look of the investigation, round by round. */

import type { EvidenceView } from '../../../domain/view.ts';
import { Empty, Loading } from '../../parts/feedback.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { useEvidence } from '../evidence/evidence-context.tsx';

export function EvidenceTab({ evidence }: { readonly evidence: readonly EvidenceView[] | null }) {
  const t = useText();
  if (evidence === null) return <Loading>{t('evidence.loading')}</Loading>;
  if (evidence.length === 0) return <Empty title={t('evidence.empty')} />;
  const rounds = [...new Set(evidence.map((one) => one.round))].sort((one, other) => one - other);
  return rounds.map((round) => (
    <section key={round} className="evidence-round">
      <h3>{t('evidence.round', { round })}</h3>
      <ul>
        {evidence
          .filter((one) => one.round === round)
          .map((one) => (
            <EvidenceRow key={one.id} evidence={one} />
          ))}
      </ul>
    </section>
  ));
}

function EvidenceRow({ evidence }: { readonly evidence: EvidenceView }) {
  const t = useText();
  const { numberOf, open } = useEvidence();
  return (
    <li>
      <button type="button" className="evidence-row" onClick={() => open(evidence.id)}>
        <span className="evidence-number">{numberOf(evidence.id)}</span>
        <span className="evidence-main">
          <span>{evidence.headline}</span>
          <code>
            {evidence.systemId} · {evidence.probe}
          </code>
        </span>
        {evidence.status !== 'ok' && <span className="blind-status">{t(`look.${evidence.status}`)}</span>}
        <span className="faint">{evidence.durationMs} ms</span>
      </button>
    </li>
  );
}
