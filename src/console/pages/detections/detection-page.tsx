/** One detection explained: why its threshold is what it is, every series with its band, and what it saw with what people made of it. */

import '../../style/detections.css';
import { Link, useParams } from 'react-router';
import type { DetectionDetailView } from '../../../domain/detection-view.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { ErrorNote, Loading } from '../../parts/feedback.tsx';
import { Icon } from '../../parts/icons.tsx';
import { durationText } from '../../parts/time-text.ts';
import { useTitle } from '../../parts/use-title.ts';
import { When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { unitText } from '../evidence/fact-text.ts';
import { DetectionActions } from './detection-actions.tsx';
import { DetectionStateMark } from './detection-state.tsx';
import { EventTable } from './event-table.tsx';
import { SeriesList } from './series-list.tsx';
import { ThresholdPanel } from './threshold-panel.tsx';
import { useRefresh } from './use-refresh.ts';

export function DetectionPage() {
  const t = useText();
  const { detectionId = '' } = useParams();
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const found = useResource(
    `detection ${detectionId} ${locale}`,
    () => calls.detection(detectionId),
    () => ['incidents'],
  );
  useRefresh(found.reload);
  useTitle(found.value?.title ?? t('detections.title'));
  return (
    <div className="page">
      <p className="detection-back">
        <Link to="/detections">
          <Icon name="back" size={15} /> {t('detection.back')}
        </Link>
      </p>
      {found.error !== null && <ErrorNote error={found.error} onRetry={found.reload} />}
      {found.value === null && found.error === null && <Loading />}
      {found.value !== null && <Explained detection={found.value} onDone={found.reload} />}
    </div>
  );
}

interface ExplainedProps {
  readonly detection: DetectionDetailView;
  readonly onDone: () => void;
}

function Explained({ detection, onDone }: ExplainedProps) {
  const t = useText();
  const { title, state, systemId, pausedBy, pausedAt, troubles } = detection;
  return (
    <>
      <header className="page-head">
        <div>
          <h1 className="detection-title">
            {title} <DetectionStateMark state={state} />
          </h1>
          <p className="soft">
            <code className="chip">{systemId}</code> <About detection={detection} />
          </p>
        </div>
        <DetectionActions detection={detection} onDone={onDone} />
      </header>
      {pausedBy !== null && pausedAt !== null && (
        <p className="detection-note">
          {t('detection.pausedBy', { person: pausedBy })} · <When at={pausedAt} />
        </p>
      )}
      {troubles.map(({ kind, text, advice }) => (
        <p key={kind} className="detection-note detection-note-trouble">
          <strong>{text}</strong>
          <span>{advice}</span>
        </p>
      ))}
      <div className="detection-columns">
        <SeriesList detection={detection} />
        <aside>
          <ThresholdPanel detection={detection} />
          <EventTable detection={detection} onDone={onDone} />
        </aside>
      </div>
    </>
  );
}

/** What it looks at, how often, and when it speaks. */
function About({ detection }: { readonly detection: DetectionDetailView }) {
  const t = useText();
  const { locale } = usePreferences();
  const { kind, everySeconds, direction, limit, withinHours, unit, source, lastRunAt } = detection;
  const every = durationText(locale, everySeconds * 1_000);
  return (
    <>
      {t(`detection.kind.${kind}`)} · {t('detection.every', { every })} ·{' '}
      {withinHours === null
        ? t(`detection.direction.${direction}`)
        : t('detection.within', { limit: unitText(limit, unit), hours: withinHours })}{' '}
      · {t('detection.lastRun')} {lastRunAt === null ? t('detection.never') : <When at={lastRunAt} />}
      <code className="detection-source">{source}</code>
    </>
  );
}
