/** The chips after a claim: each opens its evidence. */

import { useText } from '../../preferences/preferences.tsx';
import { useEvidence } from './evidence-context.tsx';

export interface EvidenceLinksProps {
  readonly ids: readonly string[];
  readonly label?: string;
  /** Says the probe beside the number, where there is room. */
  readonly hasNames?: boolean;
}

export function EvidenceLinks({ ids, label, hasNames = false }: EvidenceLinksProps) {
  const t = useText();
  const { numberOf, find, open } = useEvidence();
  if (ids.length === 0) return null;
  return (
    <span className="evidence-links">
      {label !== undefined && <span className="faint">{label}</span>}
      {ids.map((id) => {
        const evidence = find(id);
        return (
          <button
            key={id}
            type="button"
            className="evidence-link"
            title={evidence?.headline ?? t('verdictPanel.evidence')}
            onClick={() => open(id)}
          >
            {numberOf(id)}
            {hasNames && evidence && <span>{evidence.probe}</span>}
          </button>
        );
      })}
    </span>
  );
}
