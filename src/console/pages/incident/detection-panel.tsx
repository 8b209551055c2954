/** Why a detection opened this incident: what it saw, its score against the threshold of then, and whether that was useful. */

import '../../style/detections.css';
import { Link } from 'react-router';
import type { EvidenceView } from '../../../domain/view.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { Panel } from '../../parts/panel.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { EventMarks } from '../detections/event-marks.tsx';
import { MiniChart } from '../detections/mini-chart.tsx';
import { recentOf } from '../detections/recent-series.ts';
import { ScoreMeter } from '../detections/score-meter.tsx';
import { EvidenceLinks } from '../evidence/evidence-links.tsx';

/** All series of a detection join one incident; the first that were seen say why it was opened. */
const shownMax = 3;

export interface DetectionPanelProps {
  readonly incident: { readonly id: string; readonly code: string };
  readonly evidence: readonly EvidenceView[];
}

export function DetectionPanel({ incident, evidence }: DetectionPanelProps) {
  const t = useText();
  const seen = evidence.filter(({ probe }) => probe === 'detection');
  const detectionId = seen[0]?.facts['detection.id'];
  if (typeof detectionId !== 'string') return null;
  return (
    <Panel
      title={t('detection.opened')}
      extra={<Link to={`/detections/${encodeURIComponent(detectionId)}`}>{t('detection.opened.more')}</Link>}
    >
      {seen.slice(0, shownMax).map((each) => (
        <Seen key={each.id} evidence={each} />
      ))}
      <IncidentMarks incident={incident} detectionId={detectionId} />
    </Panel>
  );
}

function Seen({ evidence }: { readonly evidence: EvidenceView }) {
  const t = useText();
  const { facts, headline, series } = evidence;
  const [score, threshold, limit] = ['score', 'threshold', 'limit'].map((name) => facts[`detection.${name}`]);
  const sinceMs = Date.parse(String(facts['detection.since']));
  const recent = recentOf(series, Number.isNaN(sinceMs) || typeof limit === 'number' ? null : sinceMs);
  return (
    <div className="detection-seen">
      <p>
        {headline} <EvidenceLinks ids={[evidence.id]} />
      </p>
      <MiniChart series={recent === null ? null : { name: headline, recent }} limit={typeof limit === 'number' ? limit : null} />
      {typeof score === 'number' && typeof threshold === 'number' && (
        <>
          <ScoreMeter score={score} threshold={threshold} />
          <p className="soft">{t('detection.opened.score', { score: score.toFixed(2), threshold: threshold.toFixed(2) })}</p>
        </>
      )}
    </div>
  );
}

/** Nothing while it isn't known what people said already, or for a detection that is gone. */
function IncidentMarks({ incident, detectionId }: { readonly incident: DetectionPanelProps['incident']; readonly detectionId: string }) {
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const found = useResource(
    `detection ${detectionId} ${locale}`,
    () => calls.detection(detectionId),
    () => [`incident:${incident.id}`],
  );
  const event = found.value?.events.find(({ incidentId }) => incidentId === incident.id);
  return event === undefined ? null : <EventMarks event={event} code={incident.code} onDone={found.reload} />;
}
