/** One incident in a list: state, what it is, what is known, since when. */

import { Link } from 'react-router';
import type { IncidentSummaryView } from '../../../domain/view.ts';
import { SeverityMark, StageMark, VerdictMark } from '../../parts/marks.tsx';
import { When } from '../../parts/when.tsx';
import { useText } from '../../preferences/preferences.tsx';

export function IncidentRow({ incident }: { readonly incident: IncidentSummaryView }) {
  const t = useText();
  return (
    <li className="incident-row">
      <Link className="row-link" to={`/incidents/${incident.code}`}>
        <span className="row-stage">
          <StageMark incident={incident} />
        </span>
        <span className="row-main">
          <span className="row-title">
            <code>{incident.code}</code> {incident.title}
          </span>
          <span className="row-verdict">
            {incident.verdictState === null ? (
              t('incidents.noVerdict')
            ) : (
              <>
                <VerdictMark state={incident.verdictState} /> · {incident.verdictSummary}
              </>
            )}
          </span>
        </span>
        <span className="row-facts">
          <SeverityMark severity={incident.severity} />
          <span>
            {incident.alertsTotal > 0
              ? t('incidents.alerts', { firing: incident.alertsFiring, total: incident.alertsTotal })
              : t('origin.question')}
          </span>
          <When at={incident.resolvedAt ?? incident.startedAt} />
        </span>
      </Link>
    </li>
  );
}
